import { startRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { expect, it, onTestFinished } from "vitest";

import { prompt, startServedSystem } from "../../system.ts";

it("queues a generation again when its create request could not be prepared (G1)", async () => {
  await using redis = await startRedis({ appendOnly: true });
  await using system = await startServedSystem({ redisUrl: redis.url });
  const admin = new Redis(redis.url);
  onTestFinished(() => admin.disconnect());
  // It may use all keys but those of the poll queue, where the watchdog job is added.
  const keys = ["[^p]*", "p[^o]*"].map((name) => `~${system.env["DASHQUEUE_PREFIX"]}:${name}`);
  await admin.acl("SETUSER", "ann", "on", ">secret", "allcommands", "allchannels", ...keys);
  const submitter = await system.startWorker({
    REDIS_URL: redis.url.replace("//", "//ann:secret@"),
    WORKER_STAGES: "submit",
  });
  const { id } = await system.create(prompt("film 1"));
  expect(await submitter.waitForLog(({ event }) => event === "job-failed")).toMatchObject({
    stage: "submit",
    generation_id: id,
    error: { message: expect.stringContaining("NOPERM") as string },
  });
  expect(await system.until(id, "queued", "uncertain")).toMatchObject({
    status: "queued",
    error: { charged: false },
  });
  const requests = system.simulator.requests();
  expect(requests.filter(({ operation }) => operation === "create")).toEqual([]);

  await admin.acl("SETUSER", "ann", "allkeys");
  await system.startWorker({ WORKER_STAGES: "poll,archive,notify" });
  await system.until(id, "succeeded");
  expect(system.simulator.ledger().entries).toHaveLength(1);
});
