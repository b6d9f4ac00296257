import { once } from "node:events";

import type { RedisCluster } from "@dashqueue/testing";
import { startRedis, startRedisCluster, startSentinel, waitFor } from "@dashqueue/testing";
import { Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

import { connectFailingFast, connectPatiently } from "../../src/connection/connect.ts";
import { createServerCheck } from "../../src/gate/server-check.ts";
import { createKeys } from "../../src/store/keys.ts";

function open(connect: typeof connectPatiently, url: string, prefix: string): Redis {
  const client = connect(url, prefix);
  client.on("error", () => {});
  onTestFinished(() => client.disconnect());
  return client;
}

const portOf = async (client: Redis) => /tcp_port:(\d+)/.exec(await client.info())?.[1];
const eventually = { timeoutMs: 50_000, everyMs: 100 };

describe("a Redis Cluster", () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster({ primaries: 2, withReplicas: true });
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  /** Slots 3300 and 15495: the keys of the first and of the second primary. */
  const [LOW, HIGH] = ["{b}", "{a}"];

  it("is one connection to the node of our keys, for commands without a key, too", async () => {
    for (const [index, prefix] of [LOW, HIGH].entries()) {
      const client = open(connectPatiently, cluster.url, prefix);
      expect(await client.set(`${prefix}:key`, 1)).toBe("OK");
      expect(await portOf(client)).toBe(String(cluster.primaries[index]?.port));
      const script = 'return redis.call("MGET", KEYS[1], KEYS[2])';
      expect(await client.eval(script, 2, `${prefix}:key`, `${prefix}:none`)).toEqual(["1", null]);
      const duplicate = client.duplicate();
      onTestFinished(() => duplicate.disconnect());
      expect(await portOf(duplicate)).toBe(String(cluster.primaries[index]?.port));
    }
  });

  it("carries messages and the jobs of BullMQ", async () => {
    const [jobs, subscriber] = [1, 2].map(() => open(connectPatiently, cluster.url, HIGH));
    await subscriber!.subscribe(`${HIGH}:changes`);
    const connection = jobs!;
    const queue = new Queue("submit", { connection, prefix: HIGH });
    const script = 'return redis.call("PUBLISH", ARGV[1], ARGV[2])';
    const work = (job: { id?: string | undefined }) =>
      jobs!.eval(script, 1, `${HIGH}:key`, `${HIGH}:changes`, job.id ?? "");
    const worker = new Worker("submit", work, { connection, prefix: HIGH });
    onTestFinished(async () => {
      await worker.close();
      await queue.close();
    });
    const message = once(subscriber!, "message");
    await queue.add("job", {}, { jobId: "job-1", delay: 100 });
    expect(await message).toEqual([`${HIGH}:changes`, "job-1"]);
  });

  it("refuses a prefix without a hash tag", () => {
    expect(() => connectPatiently(cluster.url, "dashqueue")).toThrow("a prefix with a hash tag");
  });

  it("is followed to the replica that takes over", async () => {
    const patient = open(connectPatiently, cluster.url, HIGH);
    const quick = open(connectFailingFast, cluster.url, HIGH);
    const check = createServerCheck(patient, createKeys(HIGH));
    await once(quick, "ready");
    await check.serverChange();
    const replica = open(connectPatiently, `redis://127.0.0.1:${cluster.replicas[1]?.port}`, "");
    // An attempt that the other primary does not vote for in time is given up.
    const takesOver = async () => {
      if ((await replica.info()).includes("role:master")) return true;
      await replica.call("CLUSTER", "FAILOVER").catch(() => {});
      return false;
    };
    await waitFor(takesOver, { ...eventually, everyMs: 3_000 });

    expect(await patient.set(`${HIGH}:key`, 2)).toBe("OK");
    await waitFor(() => quick.set(`${HIGH}:key`, 3).catch(() => false), eventually);
    for (const client of [patient, quick])
      expect(await portOf(client)).toBe(String(cluster.replicas[1]?.port));
    expect(await check.serverChange()).toMatchObject({ since: expect.any(Number) as number });
    expect((await check.serverChange())?.emptiedAt).toBeGreaterThan(0);
  });

  it("is followed when the node of our keys died, by what it said of its nodes before", async () => {
    const [first] = cluster.primaries;
    const only = `redis+cluster://127.0.0.1:${first?.port}`;
    const client = open(connectPatiently, only, LOW);
    await client.set(`${LOW}:key`, 1);
    const replica = open(connectPatiently, `redis://127.0.0.1:${cluster.replicas[0]?.port}`, "");
    await waitFor(async () => (await client.wait(1, 1_000)) === 1, eventually);
    await first?.kill();
    const written = client.set(`${LOW}:key`, 2);
    await replica.call("CLUSTER", "FAILOVER", "TAKEOVER");
    expect(await written).toBe("OK");
    expect(await portOf(client)).toBe(String(cluster.replicas[0]?.port));
  });
});

it("follows Sentinel to the replica that takes over", async () => {
  const password = "s3cr3t/@";
  const settings = { requirepass: password, masterauth: password };
  await using primary = await startRedis({ password, settings });
  await using replica = await startRedis({
    password,
    settings: { ...settings, replicaof: `127.0.0.1 ${primary.port}` },
  });
  const own = `redis://:${encodeURIComponent(password)}@127.0.0.1:${primary.port}`;
  const admin = open(connectPatiently, own, "");
  await waitFor(async () => (await admin.set("key", 1)) && (await admin.wait(1, 1_000)) === 1);
  await using sentinel = await startSentinel(primary, { password });
  const patient = open(connectPatiently, sentinel.url, "plain");
  const quick = open(connectFailingFast, sentinel.url, "plain");
  await once(quick, "ready");
  expect(await patient.get("key")).toBe("1");

  await primary.kill();
  expect(await patient.set("key", 2)).toBe("OK");
  expect(await portOf(patient)).toBe(String(replica.port));
  await waitFor(() => quick.set("key", 3).catch(() => false), eventually);
});
