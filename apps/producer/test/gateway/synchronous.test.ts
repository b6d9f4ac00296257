import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { waitFor } from "@dashqueue/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const MULTIMODAL = "/api/v1/services/aigc/multimodal-generation/generation";

interface Answer {
  readonly output?: {
    readonly task_id: string;
    readonly choices: readonly [
      { readonly message: { readonly content: readonly [{ readonly image: string }] } },
    ];
  };
  readonly code?: string;
  readonly message?: string;
}

const call = async (
  producer: RunningProducer,
  text: string,
  options: { readonly signal?: AbortSignal; readonly headers?: Record<string, string> } = {},
) => {
  const response = await fetch(producer.url + MULTIMODAL, {
    method: "POST",
    body: JSON.stringify({
      model: "wan2.6-t2i",
      input: { messages: [{ role: "user", content: [{ text }] }] },
    }),
    headers: { "content-type": "application/json", ...options.headers },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    body: (await response.json()) as Answer,
  };
};

/** The generations of the producer, newest first, once there are as many. */
const generations = ({ store }: RunningProducer, count: number) =>
  waitFor(async () => {
    const found = await store.list({ limit: 10 });
    return found.length === count && found;
  });

const held = async ({ get }: RunningProducer) =>
  Number(/^dashqueue_held_calls (\d+)$/m.exec(await (await get("/metrics")).text())?.[1]);

describe("a synchronous call", () => {
  let producer: RunningProducer;
  beforeAll(async () => void (producer = await startProducer({ dedupeMs: 60_000 })));
  afterAll(() => producer[Symbol.asyncDispose]());

  it("is answered when its generation has ended, and joined by its repeats", async () => {
    const gone = new AbortController();
    const abandoned = call(producer, "a cat", { signal: gone.signal });
    const [generation] = await generations(producer, 1);
    const id = generation?.id ?? "";
    expect(generation).toMatchObject({ status: "queued", request: { model: "wan2.6-t2i" } });
    await waitFor(async () => (await held(producer)) === 1);
    gone.abort();
    await expect(abandoned).rejects.toThrow("aborted");
    await waitFor(async () => (await held(producer)) === 0);

    const repeated = [call(producer, "a cat"), call(producer, "a cat")];
    await waitFor(async () => (await held(producer)) === 2);
    await mkdir(path.join(producer.archiveFolder, id));
    await writeFile(path.join(producer.archiveFolder, id, "video.mp4"), "0123456789");
    await advance(producer.store, id, "succeeded");
    for (const { status, body } of await Promise.all(repeated)) {
      expect([status, body.output?.task_id]).toEqual([200, id]);
      const link = body.output?.choices[0].message.content[0].image ?? "";
      expect(await (await fetch(link)).text()).toBe("0123456789");
    }
    expect(await held(producer)).toBe(0);
    await generations(producer, 1);
  });

  it("is refused like a task when it is invalid or not for an image", async () => {
    expect(await call(producer, " ")).toMatchObject({
      status: 400,
      body: { code: "InvalidParameter" },
    });
    expect(
      await call(producer, "a cat", { headers: { "x-dashscope-sse": "enable" } }),
    ).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("not streamed") as string },
    });
    for (const where of ["/api/v1/services/embeddings/x", "/compatible-mode/v1/chat/completions"]) {
      const response = await fetch(producer.url + where, { method: "POST", body: "{}" });
      expect([response.status, await response.text()]).toEqual([
        404,
        expect.stringContaining("This gateway queues"),
      ]);
    }
  });

  it("is answered 503 when the producer stops", async () => {
    const stopping = call(producer, "a dog");
    await waitFor(async () => (await held(producer)) === 1);
    producer.closing.abort();
    expect(await stopping).toMatchObject({
      status: 503,
      retryAfter: "1",
      body: { message: expect.stringMatching(/gen_.* within 60 s .* waits for it/) as string },
    });
  });
});

it("says that the generation continues when the result takes too long", async () => {
  await using producer = await startProducer({ syncTimeoutMs: 1 });
  expect(await call(producer, "a bird")).toMatchObject({
    status: 504,
    body: {
      code: "RequestTimeOut",
      message: expect.stringMatching(
        /^The result took longer than 0.001 s. .*GET \/api\/v1\/tasks\/gen_.*is charged again/,
      ) as string,
    },
  });
  const keyed = await call(producer, "a bee", { headers: { "idempotency-key": "order-1" } });
  expect(keyed.body.message).toContain("with the same Idempotency-Key waits");
});
