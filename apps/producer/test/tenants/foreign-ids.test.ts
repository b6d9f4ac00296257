import { idOfContent } from "@dashqueue/queue/internal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { keepArchived } from "../fixtures/keep-archived.ts";
import { mediaFile } from "../fixtures/media-server.ts";
import type { Answer } from "../fixtures/read-answer.ts";
import { impersonal, readAnswer } from "../fixtures/read-answer.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

const UNKNOWN = "gen_01JDA0000000000000000000ZZ";
const UNKNOWN_UPLOAD = "upl_01JDA0000000000000000000ZZ";

type Headers = Readonly<Record<string, string>>;

const STATES = ["queued", "canceled", "uncertain", "running", "archiving", "succeeded"] as const;
/** The last is in the archive alone. */
type State = (typeof STATES)[number] | "forgotten";

let producer: RunningProducer;
const callers: Record<"films" | "games" | "default", Headers> = {
  films: {},
  games: {},
  default: { authorization: "Bearer one" },
};
const ids = {} as Record<"films" | "default", Record<State, string>>;

beforeAll(async () => {
  const waits = { cancelWaitMs: 0, resolveWaitMs: 0 };
  producer = await startProducer({ adminTokens: [ADMIN], tokens: ["one"], ...waits });
  const admin = adminOf(producer);
  callers.films = await admin.create("films");
  callers.games = await admin.create("games");
  for (const owner of ["films", "default"] as const) ids[owner] = await oneInEachState(owner);
});
afterAll(() => producer[Symbol.asyncDispose]());

async function send(
  caller: Headers,
  [method, path]: readonly [method: string, path: string],
  body?: unknown,
): Promise<Answer> {
  const headers = { ...caller, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return readAnswer(await fetch(producer.url + path, { method, headers, ...sent }));
}

async function create(caller: Headers, extras: object = {}): Promise<string> {
  const answer = await send(caller, ["POST", "/v1/generations"], { ...EXAMPLE, ...extras });
  expect(answer.status).toBe(202);
  return (JSON.parse(answer.text) as { id: string }).id;
}

async function oneInEachState(owner: "films" | "default"): Promise<Record<State, string>> {
  const { store } = producer;
  const made = {} as Record<State, string>;
  for (const state of [...STATES, "forgotten"] as const) made[state] = await create(callers[owner]);
  await send(callers[owner], ["POST", `/v1/generations/${made.canceled}/cancel`]);
  await advance(store, made.uncertain, "submitting");
  const failure = {
    kind: "network",
    code: "",
    message: "",
    requestId: null,
    charged: null,
  } as const;
  const begun = {
    begunAt: 0,
    account: "default",
    lane: EXAMPLE.model,
    baseUrl: "http://127.0.0.1",
  };
  const answer = { kind: "unknown", failure } as const;
  await store.change(made.uncertain, { kind: "create-answered", attempt: 1, begun, answer });
  for (const state of ["running", "archiving", "succeeded"] as const)
    await advance(store, made[state], state);
  await advance(store, made.forgotten, "succeeded");
  for (const id of [made.succeeded, made.forgotten]) await keepArchived(producer, id, "0123456789");
  await store.forget(made.forgotten);
  return made;
}

const ROUTES: readonly (readonly [method: string, path: string, body: unknown])[] = [
  ["GET", "/v1/generations/:id", undefined],
  ["HEAD", "/v1/generations/:id", undefined],
  ["GET", "/v1/generations/:id/events", undefined],
  ["HEAD", "/v1/generations/:id/events", undefined],
  ["GET", "/v1/generations/:id/events?event_names=false", undefined],
  ["GET", "/v1/generations/:id/files/video.mp4", undefined],
  ["GET", "/v1/generations/:id/files/generation.json", undefined],
  ["GET", "/v1/generations/:id/files/none.mp4", undefined],
  ["POST", "/v1/generations/:id/cancel", undefined],
  ["POST", "/v1/generations/:id/resolve", { created: false }],
  ["POST", "/v1/generations/:id/resolve", { task_id: "task-1" }],
  ["POST", "/v1/generations/:id/resolve", {}],
  ["POST", "/v1/generations/:id/regenerate", undefined],
  ["POST", "/v1/generations/:id/poll", undefined],
  ["POST", "/v1/generations/:id/archive", undefined],
  ["DELETE", "/v1/generations/:id", undefined],
  ["GET", "/api/v1/tasks/:id", undefined],
  ["GET", "/api/v1/tasks?task_id=:id", undefined],
  ["POST", "/api/v1/tasks/:id/cancel", undefined],
];

const CALLERS = [
  ["games", "films"],
  ["games", "default"],
  ["default", "films"],
] as const;

describe.each(CALLERS)("to %s, an id of %s is an unknown one", (caller, owner) => {
  it.each(ROUTES)("at %s %s", async (method, path, body) => {
    const ask = async (id: string) =>
      impersonal(await send(callers[caller], [method, path.replace(":id", id)], body), id);
    const unknown = await ask(UNKNOWN);
    for (const [state, id] of Object.entries(ids[owner])) {
      const before = await producer.store.get(id);
      expect({ state, ...(await ask(id)) }).toEqual({ state, ...unknown });
      expect(await producer.store.get(id)).toEqual(before);
    }
  });

  it("as the place in a list", async () => {
    const id = ids[owner].queued;
    const page = (after: string) =>
      send(callers[caller], [
        "GET",
        `/v1/generations?limit=1&cursor=${Buffer.from(after).toString("base64url")}`,
      ]);
    // The id just before it, which nobody has.
    const last = id.at(-1) ?? "";
    const neighbor = id.slice(0, -1) + (last === "0" ? "1" : "0");
    expect(await page(id)).toEqual(await page(neighbor));
  });
});

it.each(CALLERS)("to %s, an upload of %s is an unknown one", async (caller, owner) => {
  // No other case has the same file.
  const bytes = Buffer.concat([mediaFile("image.png"), Buffer.from(`${caller} ${owner}`)]);
  const headers = callers[owner];
  const sent = await fetch(`${producer.url}/v1/uploads`, { method: "POST", headers, body: bytes });
  const named = (await sent.json()) as { id: string };
  const withFile = (url: string) => ({ input: { ...EXAMPLE.input, ref_images_url: [url] } });
  await create(headers, withFile(`data:image/png;base64,${bytes.toString("base64")}`));
  for (const [method, path] of [
    ["POST", "/v1/generations"],
    ["POST", "/api/v1/services/aigc/video-generation/video-synthesis"],
  ] as const) {
    const asynchronous = { ...callers[caller], "x-dashscope-async": "enable" };
    const ask = async (id: string) => {
      const body = { ...EXAMPLE, ...withFile(`upload://${id}`) };
      return impersonal(await send(asynchronous, [method, path], body), id);
    };
    const unknown = await ask(UNKNOWN_UPLOAD);
    expect(unknown.status).toBe(400);
    for (const id of [named.id, idOfContent(bytes)]) expect(await ask(id)).toEqual(unknown);
  }
  // The owner's request names it.
  await create(headers, withFile(`upload://${named.id}`));
});

it("lets every tenant use the same Idempotency-Key for a request of its own", async () => {
  const made = new Map<string, string>();
  for (const [caller, headers] of Object.entries(callers)) {
    const input = { ...EXAMPLE.input, prompt: `a film of ${caller}` };
    made.set(caller, await create({ ...headers, "idempotency-key": "order-1" }, { input }));
  }
  expect(new Set(made.values()).size).toBe(3);
  for (const [caller, headers] of Object.entries(callers)) {
    const input = { ...EXAMPLE.input, prompt: `a film of ${caller}` };
    const repeated = await create({ ...headers, "idempotency-key": "order-1" }, { input });
    expect(repeated).toBe(made.get(caller));
  }
});
