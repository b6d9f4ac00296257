import { configuredModels, findModel, MODELS } from "@dashqueue/dashscope";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { PLAIN_CONTEXT } from "../generation/request-context.ts";
import { readSubmission } from "./submission.ts";

const RULES = { privateWebhookHosts: ["hooks.internal"], webhooksSigned: true };
const AT = { id: "gen_1", now: START, tenant: "default" };
const minimal = {
  model: "wan2.1-vace-plus",
  input: {
    function: "image_reference",
    prompt: "a girl",
    ref_images_url: ["https://media.example/1.png"],
  },
};

function read(body: unknown, rules = RULES) {
  return readSubmission(body, rules, AT);
}
function problemsIn(body: unknown, rules = RULES) {
  const submission = read(body, rules);
  return submission.ok ? [] : submission.problems;
}

describe("readSubmission", () => {
  it("returns a queued generation with the unchanged request and defaults", () => {
    expect(read(minimal)).toMatchObject({
      ok: true,
      generation: {
        ...AT_GENERATION,
        request: minimal,
        priority: 0,
        metadata: {},
        webhookUrl: null,
      },
    });
  });

  it("keeps the caller's values", () => {
    const parameters = { seed: 7 };
    const submission = read({
      ...minimal,
      parameters,
      priority: 10,
      metadata: { film: "7" },
      webhook_url: "https://caller.example/hook",
    });
    expect(submission).toMatchObject({
      ok: true,
      generation: {
        request: { ...minimal, parameters },
        priority: 10,
        metadata: { film: "7" },
        webhookUrl: "https://caller.example/hook",
      },
    });
  });

  it.each<[string, unknown, string[]]>([
    ["a text", "a girl", [""]],
    ["a list", [], [""]],
    ["null", null, [""]],
    ["a priority out of range", { ...minimal, priority: 11 }, ["priority"]],
    ["a fractional priority", { ...minimal, priority: 0.5 }, ["priority"]],
    ["metadata that is not text", { ...minimal, metadata: { film: 7 } }, ["metadata.film"]],
    [
      "metadata with a reserved name",
      { ...minimal, metadata: JSON.parse('{"__proto__":"7"}') as object },
      ["metadata.__proto__"],
    ],
    ["metadata without a name", { ...minimal, metadata: { "": "7" } }, ["metadata."]],
    ["metadata that is a list", { ...minimal, metadata: [7] }, ["metadata"]],
    [
      "too much metadata",
      {
        ...minimal,
        metadata: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, ""])),
      },
      ["metadata"],
    ],
    ["a webhook that is not a URL", { ...minimal, webhook_url: "call me" }, ["webhook_url"]],
    [
      "a webhook in a private network",
      { ...minimal, webhook_url: "http://10.0.0.1/hook" },
      ["webhook_url"],
    ],
    [
      "media in a private network",
      { ...minimal, input: { ...minimal.input, ref_images_url: ["http://localhost/1.png"] } },
      ["input.ref_images_url[0]"],
    ],
    ["an unknown field", { ...minimal, color: "red" }, ["color"]],
    [
      "several problems at once",
      { ...minimal, input: {}, priority: -1, color: "red" },
      ["input.function", "color", "priority"],
    ],
  ])("rejects %s", (_, body, paths) => {
    expect(
      problemsIn(body)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...paths].sort());
  });

  it("allows a private host that the operator named, and a temporary upload", () => {
    expect(problemsIn({ ...minimal, webhook_url: "http://hooks.internal/hook" })).toEqual([]);
    expect(
      problemsIn({
        ...minimal,
        input: { ...minimal.input, ref_images_url: ["oss://bucket/key.png"] },
      }),
    ).toEqual([]);
  });

  const ofImage = (url: string) => ({
    ...minimal,
    input: { ...minimal.input, ref_images_url: [url] },
  });

  it("accepts the URL of an upload unchanged", () => {
    const body = ofImage("upload://upl_01KAQ3XW8J5T6V9E2YB7N4M1RC");
    expect(read(body)).toMatchObject({ ok: true, generation: { request: body } });
  });

  it.each(["upload://x", "upload://upl_01KAQ3XW8J5T6V9E2YB7N4M1RC/../x", "upload:///etc/passwd"])(
    "rejects the malformed upload URL %s",
    (url) => {
      expect(problemsIn(ofImage(url))).toEqual([
        {
          path: "input.ref_images_url[0]",
          message: "is not the URL of an upload: use the url that POST /v1/uploads returned",
        },
      ]);
    },
  );

  it("stores which events the webhook notifies of, each once", () => {
    const webhook_url = "https://caller.example/hook";
    const read = (webhook_events: unknown) =>
      readSubmission({ ...minimal, webhook_url, webhook_events }, RULES, AT);
    expect(read(["running", "failed", "running"])).toMatchObject({
      generation: { webhookEvents: ["running", "failed"] },
    });
    expect(read(null)).not.toHaveProperty("generation.webhookEvents");
  });

  it.each([
    [["succeeded_"], "webhook_events[0]", "is not a webhook event: did you mean succeeded?"],
    [["running", "submitted"], "webhook_events[1]", "archiving, succeeded, failed, canceled"],
    [[7], "webhook_events[0]", "is not a webhook event: use running"],
    [[], "webhook_events", "must name at least one event"],
    ["running", "webhook_events", "must be an array"],
  ])("locates what is wrong with the webhook events %j", (webhook_events, path, message) => {
    const webhook_url = "https://caller.example/hook";
    expect(problemsIn({ ...minimal, webhook_url, webhook_events })).toEqual([
      { path, message: expect.stringContaining(message) as string },
    ]);
  });

  it("rejects events without a webhook", () => {
    expect(problemsIn({ ...minimal, webhook_events: ["running"] })).toEqual([
      { path: "webhook_url", message: "is required with webhook_events" },
    ]);
  });

  it("rejects a webhook that the workers cannot sign", () => {
    const [problem] = problemsIn(
      { ...minimal, webhook_url: "https://caller.example/hook" },
      { ...RULES, webhooksSigned: false },
    );
    expect(problem).toMatchObject({
      path: "webhook_url",
      message: expect.stringContaining("WEBHOOK_SECRET") as string,
    });
  });

  it.each([
    [undefined, { amount: "3.50", currency: "CNY" }],
    [["ap-southeast-1"], { amount: "0.50", currency: "USD" }],
    [["us-east-1", "cn-beijing"], { amount: "3.50", currency: "CNY" }],
  ] as const)("estimates the highest possible cost in %j: %j", (regions, estimate) => {
    const submission = readSubmission(minimal, { ...RULES, regions, findModel }, AT);
    expect(submission).toMatchObject({ ok: true, generation: { estimate } });
  });

  it("estimates in the currency of the accounts' site", () => {
    const rules = { ...RULES, regions: ["ap-southeast-1"], site: "china" } as const;
    expect(readSubmission(minimal, rules, AT)).toMatchObject({
      generation: { estimate: { amount: "3.66962", currency: "CNY" } },
    });
  });

  it("refuses a model from the day on which it is retired", () => {
    const retired = { model: "qwen-image", input: { prompt: "a girl" } };
    const before = { ...AT, now: Date.parse("2026-10-09T15:59:59Z") };
    expect(readSubmission(retired, RULES, before)).toMatchObject({ ok: true });
    expect(readSubmission(retired, RULES, AT)).toMatchObject({
      problems: [{ path: "model", message: "was retired on 2026-10-10: use qwen-image-3.0" }],
    });
  });

  it("treats null as absent, except in metadata", () => {
    const extras = { parameters: null, priority: null, metadata: null, webhook_url: null };
    const input = { ...minimal.input, extra: null };
    expect(read({ ...minimal, ...extras, input })).toMatchObject({
      ok: true,
      generation: { request: minimal, priority: 0, metadata: {}, webhookUrl: null },
    });
    expect(read({ ...minimal, input: null })).toMatchObject({ ok: false });
    expect(read({ ...minimal, metadata: { order: null } })).toMatchObject({
      problems: [{ path: "metadata.order" }],
    });
  });

  it("stores how a request was sent, which makes it another one", () => {
    const call = { ignored: ["input.x"], workspace: "llm-1", dataInspection: "enable", path: "/a" };
    const sent = readSubmission(minimal, RULES, AT, call);
    expect(sent).toMatchObject({ ok: true, generation: call });
    expect(fingerprintIn(sent)).not.toBe(fingerprintIn(read(minimal)));
    const ignored = readSubmission(minimal, RULES, AT, { ...PLAIN_CONTEXT, ignored: ["input.x"] });
    expect(fingerprintIn(ignored)).toBe(fingerprintIn(read(minimal)));
  });

  it("returns the same fingerprint for another order of keys", () => {
    const turned = {
      input: Object.fromEntries(Object.entries(minimal.input).toReversed()),
      model: minimal.model,
    };
    const [first, second, other] = [read(minimal), read(turned), read({ ...minimal, priority: 1 })];
    expect(first).toMatchObject({ fingerprint: second.ok && second.fingerprint });
    expect(first).not.toMatchObject({ fingerprint: other.ok && other.fingerprint });
  });
});

function fingerprintIn(read: ReturnType<typeof readSubmission>): string {
  return read.ok ? read.fingerprint : "";
}

const AT_GENERATION = {
  id: "gen_1",
  status: "queued",
  revision: 0,
  createdAt: START,
  updatedAt: START,
  ...PLAIN_CONTEXT,
  regenerates: null,
  attempts: 0,
  failedTasks: [],
  cancel: null,
  delayed: null,
  keptSlot: null,
};

it("never throws, for any body", { timeout: 120_000 }, () => {
  const findModel = configuredModels({ allowUnknown: true, settings: {} });
  const model = fc.constantFrom(...MODELS.map(({ id }) => id), "wan9", "constructor");
  const texts = [
    '{"length":{"toString":1}}',
    '{"__proto__":{"prompt":"a"}}',
    '{"toString":1,"valueOf":1}',
    "[".repeat(20_000) + "]".repeat(20_000),
    '{"a":'.repeat(20_000) + "1" + "}".repeat(20_000),
    '"upload://constructor"',
    '"http://[::1]/"',
    '"https://%/"',
  ];
  const imitation = fc.constantFrom(...texts.map((text): unknown => JSON.parse(text)));
  const json = fc.oneof(fc.jsonValue(), imitation);
  const fields = ["prompt", "media", "img_url", "images", "messages", "function", "a", "url"];
  const part = fc.oneof(json, fc.dictionary(fc.constantFrom(...fields), json));
  const extras = fc.record(
    { priority: json, metadata: part, webhook_url: json, parameters: part, more: json },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(model, part, extras, json, (model, input, extras, body) => {
      const rules = { ...RULES, findModel };
      readSubmission(body, rules, AT);
      const read = readSubmission({ ...extras, model, input }, rules, AT);
      if (read.ok) expect(JSON.stringify(read.generation)).toContain(model);
    }),
    { numRuns: 500 },
  );
});
