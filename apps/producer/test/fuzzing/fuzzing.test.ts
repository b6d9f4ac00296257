import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";

import { apiDocument } from "../../src/docs/document.ts";
import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

/** Sequences of calls; more of them in a longer run. */
// oxlint-disable-next-line node/no-process-env -- says how long this run is
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 25);

let producer: RunningProducer;
beforeAll(async () => void (producer = await startProducer({ cancelWaitMs: 1, resolveWaitMs: 1 })));
afterAll(() => producer[Symbol.asyncDispose]());

const document = apiDocument();
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
ajv.addSchema({ $id: "api", ...document });

const pointer = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** Fails if the document does not describe this answer of an operation. */
async function check(method: string, path: string, answer: Response): Promise<unknown> {
  const what = `${method} ${path} answered ${answer.status}`;
  const operations = (document.paths ?? {})[path] as Record<string, { responses?: object }>;
  const operation = operations[method];
  const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
  const text = await answer.text();
  expect(answer.status, `${what}: ${text}`).toBeLessThan(500);
  expect(Object.keys(operation?.responses ?? {}), what).toContain(String(answer.status));
  if (!type.endsWith("json") || type === "application/x-ndjson") return text;
  const place = ["paths", path, method, "responses", String(answer.status), "content", type];
  const body: unknown = JSON.parse(text);
  const validate = ajv.getSchema(`api#/${[...place, "schema"].map(pointer).join("/")}`);
  expect(validate?.(body), `${what}: ${ajv.errorsText(validate?.errors)}`).toBe(true);
  return body;
}

const anyId = fc.oneof(
  { weight: 8, arbitrary: fc.nat({ max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom("gen_unknown", "%00", "..%2f", "a b") },
);
const anyText = fc.oneof(fc.string(), fc.string({ unit: "binary" }));
const oddBody = fc.oneof(
  fc.json(),
  anyText,
  fc.constantFrom("", "{", "null", "[]"),
  fc
    .tuple(
      fc.constantFrom(...Object.keys({ ...EXAMPLE, priority: 0, metadata: 0 })),
      fc.jsonValue(),
    )
    .map(([field, value]) => JSON.stringify({ ...EXAMPLE, [field]: value })),
);
const submission = fc.oneof(
  { weight: 3, arbitrary: fc.constant(JSON.stringify(EXAMPLE)) },
  { weight: 1, arbitrary: oddBody },
);
const key = fc.option(fc.constantFrom("a", "b", "x".repeat(256)), { nil: undefined });

const AGREED = {
  as_of: "2099-11-27T00:00:00Z",
  count: 9,
  estimate: [{ amount: "99", currency: "CNY" }],
  unpriced: 9,
};

const LIST_PARAMETERS =
  "status model limit cursor page batch q metadata.a created_after tenant".split(" ");

const step = fc.oneof(
  fc.record({ kind: fc.constant("submit" as const), body: submission, key }),
  fc.record({
    kind: fc.constant("batch" as const),
    bodies: fc.array(submission, { maxLength: 3 }),
    type: fc.constantFrom("application/jsonl", "application/json"),
    key,
  }),
  fc.record({
    kind: fc.constant("of-batch" as const),
    part: fc.constantFrom("", "/results", "/cancel"),
    id: anyId,
  }),
  fc.record({
    kind: fc.constant("bulk" as const),
    body: fc.oneof(
      fc.json(),
      fc
        .record(
          {
            action: fc.constantFrom("cancel", "regenerate", "delete", "archive", "redeliver", "x"),
            filter: fc.dictionary(
              fc.constantFrom("status", "model", "q", "metadata", "batch", "tenant", "none"),
              fc.oneof(fc.constantFrom("queued", "succeeded,failed", "girl", "default"), anyText),
            ),
            dry_run: fc.boolean(),
            confirm: fc.constantFrom(AGREED, { ...AGREED, count: -1 }, {}),
          },
          { requiredKeys: [] },
        )
        .map((body) => JSON.stringify(body)),
    ),
    key,
  }),
  fc.record({
    kind: fc.constant("of-bulk" as const),
    part: fc.constantFrom("", "/cancel"),
    id: anyId,
  }),
  fc.record({ kind: fc.constant("regenerate" as const), id: anyId, key }),
  fc.record({
    kind: fc.constantFrom("get", "delete", "cancel", "poll", "archive", "events", "end", "file"),
    id: anyId,
  }),
  fc.record({ kind: fc.constant("resolve" as const), id: anyId, body: oddBody }),
  fc.record({
    kind: fc.constant("list" as const),
    query: fc.dictionary(
      fc.constantFrom(...LIST_PARAMETERS),
      fc.oneof(
        fc.constantFrom("queued,canceled", "1", "50", EXAMPLE.model, "Z2Vu", "girl"),
        fc.constantFrom("2026-11-27T00:00:00Z", "batch_01JDBX9Y0Z8Q6W5R4T3V2B1N0M"),
        anyText,
      ),
    ),
  }),
  fc.record({
    kind: fc.constant("costs" as const),
    query: fc.dictionary(
      fc.constantFrom("from", "to"),
      fc.constantFrom("2026-01-01", "2026-11-01", "9999-12-31", "0001-01-01", "soon"),
    ),
  }),
  fc.record({ kind: fc.constant("model" as const), id: fc.constantFrom("wan2.6-t2v", "%", "x/y") }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const PATH = "/v1/generations/{id}";

async function run(steps: readonly Step[]): Promise<void> {
  const ids: string[] = [];
  const idOf = (id: string | number) =>
    typeof id === "string" ? id : (ids[id % Math.max(1, ids.length)] ?? "gen_unknown");
  for (const one of steps) await runStep(one, ids, idOf);
}

async function runStep(one: Step, ids: string[], idOf: (id: string | number) => string) {
  const call = async (
    method: "get" | "post" | "delete",
    path: string,
    url: string,
    init?: RequestInit,
  ) => check(method, path, await fetch(producer.url + url, { method, ...init }));
  const headersOf = (key?: string) => (key === undefined ? {} : { "idempotency-key": key });
  const keep = (body: unknown) => {
    if (typeof body === "object" && body !== null && "id" in body) ids.push(String(body.id));
  };
  const json = { "content-type": "application/json" };
  switch (one.kind) {
    case "submit": {
      const init = { body: one.body, headers: { ...json, ...headersOf(one.key) } };
      return keep(await call("post", "/v1/generations", "/v1/generations", init));
    }
    case "batch": {
      const list = one.type === "application/json";
      const body = list ? `{"generations": [${one.bodies.join()}]}` : one.bodies.join("\n");
      const init = { body, headers: { "content-type": one.type, ...headersOf(one.key) } };
      return keep(await call("post", "/v1/batches", "/v1/batches", init));
    }
    case "of-batch": {
      const method = one.part === "/cancel" ? "post" : "get";
      return call(method, `/v1/batches/{id}${one.part}`, `/v1/batches/${idOf(one.id)}${one.part}`);
    }
    case "bulk": {
      const init = { body: one.body, headers: { ...json, ...headersOf(one.key) } };
      return keep(await call("post", "/v1/bulk", "/v1/bulk", init));
    }
    case "of-bulk": {
      const method = one.part === "/cancel" ? "post" : "get";
      return call(method, `/v1/bulk/{id}${one.part}`, `/v1/bulk/${idOf(one.id)}${one.part}`);
    }
    case "regenerate": {
      const url = `/v1/generations/${idOf(one.id)}/regenerate`;
      return keep(await call("post", `${PATH}/regenerate`, url, { headers: headersOf(one.key) }));
    }
    case "resolve": {
      const init = { body: one.body, headers: json };
      return call("post", `${PATH}/resolve`, `/v1/generations/${idOf(one.id)}/resolve`, init);
    }
    case "list":
    case "costs": {
      const path = one.kind === "list" ? "/v1/generations" : "/v1/costs";
      return call("get", path, `${path}?${new URLSearchParams(one.query).toString()}`);
    }
    case "model":
      return call("get", "/v1/models/{id}", `/v1/models/${encodeURIComponent(one.id)}`);
    case "get":
    case "delete":
      return call(one.kind, PATH, `/v1/generations/${idOf(one.id)}`);
    case "cancel":
    case "poll":
    case "archive":
      return call("post", `${PATH}/${one.kind}`, `/v1/generations/${idOf(one.id)}/${one.kind}`);
    case "file":
      return call("get", `${PATH}/files/{name}`, `/v1/generations/${idOf(one.id)}/files/video.mp4`);
    case "end":
      return advance(producer.store, idOf(one.id), "succeeded").catch(() => {});
    case "events": {
      // An open stream is left at once.
      const signal = AbortSignal.timeout(50);
      const url = `/v1/generations/${idOf(one.id)}/events`;
      return call("get", `${PATH}/events`, url, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }
}

it("answers any sequence of calls as documented, and never with 5xx", { timeout: 600_000 }, () =>
  fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), run), { numRuns: RUNS }),
);
