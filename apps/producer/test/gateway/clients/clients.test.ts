import { afterAll, beforeAll, expect, it } from "vitest";

import type { RunningProducer } from "../../fixtures/running-producer.ts";
import { startProducer } from "../../fixtures/running-producer.ts";
import type { ClientRequest } from "./client-request.ts";
import { PATHS } from "./client-request.ts";
import { FRAMEWORKS_AND_TOOLS } from "./frameworks-and-tools.ts";
import { OFFICIAL_CLIENTS } from "./official-clients.ts";
import { OTHER_CLIENTS } from "./other-clients.ts";

/** No worker makes images here, so a synchronous call ends at once, naming its task. */
const SYNC_TIMEOUT_MS = 1;

let lenient: RunningProducer;
let strict: RunningProducer;
beforeAll(async () => {
  lenient = await startProducer({ syncTimeoutMs: SYNC_TIMEOUT_MS });
  strict = await startProducer({ syncTimeoutMs: SYNC_TIMEOUT_MS, gatewayIsStrict: true });
});
afterAll(async () => {
  await lenient[Symbol.asyncDispose]();
  await strict[Symbol.asyncDispose]();
});

const REQUESTS = [...OFFICIAL_CLIENTS, ...OTHER_CLIENTS, ...FRAMEWORKS_AND_TOOLS];

function send({ url }: RunningProducer, request: Pick<ClientRequest, "path" | "body">, mode = {}) {
  return fetch(`${url}/api/v1/services/aigc${request.path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...mode },
    body: JSON.stringify(request.body),
  });
}

const ASYNC = { "x-dashscope-async": "enable" };
const modeOf = ({ isSynchronous = false }: ClientRequest) => (isSynchronous ? {} : ASYNC);

it.each(REQUESTS)("$client is served: $what", async (request) => {
  const { body, isSynchronous = false, ignored = [], sent } = request;
  const response = await send(lenient, request, modeOf(request));
  const answer = await response.text();
  expect(response.status, answer).toBe(isSynchronous ? 504 : 200);
  const stored = await lenient.store.get(/gen_\w+/.exec(answer)?.[0] ?? "");
  expect(withFilesAlike(stored?.request)).toEqual(withFilesAlike(sent ?? without(body, ignored)));
  expect(stored?.ignored.toSorted()).toEqual(ignored.toSorted());
  const named = response.headers.get("x-dashqueue-ignored");
  expect(named ?? "").toBe(stored?.ignored.join(", "));
  expect(loggedOf(stored?.id ?? "").ignored ?? []).toEqual(stored?.ignored);
});

function loggedOf(id: string): { readonly ignored?: unknown } {
  const line = lenient.log.find((line) => line.includes(id) && line.includes("generation-"));
  return JSON.parse(line ?? "") as object;
}

/** A copy with the same text in place of every file and of the upload that it became. */
function withFilesAlike(request: unknown): unknown {
  return JSON.parse(JSON.stringify(request).replaceAll(/(upload:\/\/|data:)[^"]+/g, "a file"));
}

/** A copy of a value without these fields and without nulls. */
function without(value: unknown, paths: readonly string[], path = ""): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => without(item, paths, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]: [string, unknown]) => {
      const place = path === "" ? name : `${path}.${name}`;
      return item === null || paths.includes(place) ? [] : [[name, without(item, paths, place)]];
    }),
  );
}

it.each(REQUESTS.filter(({ ignored }) => ignored !== undefined))(
  "$client is refused where the gateway is strict: $what",
  async (request) => {
    const response = await send(strict, request, modeOf(request));
    expect(response.status).toBe(400);
    const { message } = (await response.json()) as { readonly message: string };
    expect(
      request.ignored?.some((field) => message.includes(field)),
      message,
    ).toBe(true);
  },
);

const text = (parameters: object, prompt = "a cat") => ({
  model: "wan2.6-t2v",
  input: { prompt },
  parameters,
});
it.each([
  ["a resolution that contradicts the size", text({ resolution: "720P", size: "1920*1080" })],
  ["an unknown size", text({ size: "1000*1000" })],
  ["a wrong duration", text({ duration: 60 })],
  ["a prompt that would be truncated", text({}, "x".repeat(1_501))],
])("refuses %s, which would change the bill or the result", async (_, body) => {
  expect((await send(lenient, { path: PATHS.video, body }, ASYNC)).status).toBe(400);
});
