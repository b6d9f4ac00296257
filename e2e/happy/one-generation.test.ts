import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";

import { createKeys } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { createParser } from "eventsource-parser";
import { Redis } from "ioredis";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";

import { EXAMPLE, startServedSystem, WEBHOOK_SECRET } from "../system.ts";

it("turns one request into a video on disk, and notifies the caller (G6)", async () => {
  await using system = await startServedSystem();
  const worker = await system.startWorker();
  const lost = await fetch(`${worker.url}/v1/generations`);
  expect([lost.status, await lost.text()]).toEqual([404, expect.stringContaining("PRODUCER_PORT")]);
  const notified = Promise.withResolvers<{ headers: Record<string, string>; body: string }>();
  const receiver = createServer((request, response) => {
    response.end();
    text(request).then(
      (body) => notified.resolve({ headers: request.headers as Record<string, string>, body }),
      notified.reject,
    );
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const webhook_url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  const accepted = await system.create({ webhook_url, metadata: { film: "7" } });
  expect(accepted).toMatchObject({
    status: "queued",
    task: null,
    cost: { amount: "3.50", state: "estimated" },
    metadata: { film: "7" },
  });

  const events: string[] = [];
  const parser = createParser({ onEvent: ({ event }) => void events.push(event ?? "") });
  // The stream ends when the generation does.
  parser.feed(await (await system.fetch(`/v1/generations/${accepted.id}/events`)).text());
  expect(events).toEqual(
    expect.arrayContaining([
      "generation-accepted",
      "attempt-begun",
      "task-created",
      "task-succeeded",
      "files-archived",
      "generation",
    ]),
  );

  const { headers, body } = await notified.promise;
  expect(new Webhook(WEBHOOK_SECRET).verify(body, headers)).toMatchObject({
    type: "generation.succeeded",
    data: { id: accepted.id },
  });
  receiver.close();

  await waitFor(async () => (await system.get(accepted.id)).webhook?.state === "delivered");
  const done = await system.get(accepted.id);
  expect(done).toMatchObject({
    status: "succeeded",
    attempts: 1,
    task: { status: "SUCCEEDED" },
    usage: { video_duration: 5 },
    cost: { amount: "3.50", currency: "CNY", state: "settled" },
    output: { orig_prompt: EXAMPLE.input["prompt"] },
    error: null,
    request: EXAMPLE,
    webhook: { attempts: 1, last_error: null },
  });
  const [file] = done.output?.files ?? [];
  const bytes = await readFile(path.join(system.archive, done.id, "video.mp4"));
  expect(bytes.subarray(4, 8).toString()).toBe("ftyp");
  expect(file).toMatchObject({
    bytes: bytes.byteLength,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  });
  const served = await system.fetch(file?.url ?? "");
  expect(Buffer.from(await served.arrayBuffer())).toEqual(bytes);

  // Once Redis has forgotten the generation, its record in the archive answers.
  const record = path.join(system.archive, done.id, "generation.json");
  await waitFor(() => existsSync(record) && readFileSync(record, "utf8").includes(`"delivered"`));
  const redis = new Redis(system.env["REDIS_URL"] ?? "");
  const keys = createKeys(system.env["DASHQUEUE_PREFIX"] ?? "");
  await redis.del(keys.generation(done.id), keys.events(done.id));
  await redis.quit();
  expect(await system.get(done.id)).toEqual(done);
  expect((await system.fetch(file?.url ?? "")).status).toBe(200);
  expect(await (await system.fetch(`/v1/generations/${done.id}/events`)).text()).toContain(
    "files-archived",
  );

  // The request was sent once, unchanged.
  const { simulator } = system;
  expect(simulator.requests().filter(({ operation }) => operation === "create")).toHaveLength(1);
  expect(simulator.ledger()).toMatchObject({
    totalCharged: "3.50",
    entries: [{ prompt: EXAMPLE.input["prompt"] }],
  });
});
