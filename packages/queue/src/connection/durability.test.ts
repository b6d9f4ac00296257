import { expect, it } from "vitest";

import type { Durability, ServerFacts } from "./durability.ts";
import { decideDurability } from "./durability.ts";

/** A server with a synced append-only file and without replicas, except for these. */
function facts({
  aof = "1",
  policy = "noeviction",
  replicas = 0,
  appendfsync = "always",
  hasWaitaof = false,
}: {
  readonly aof?: string | null;
  readonly policy?: string | null;
  readonly replicas?: number;
  readonly appendfsync?: string | null;
  readonly hasWaitaof?: boolean;
} = {}): ServerFacts {
  const lines = [
    "# Memory",
    ...(policy === null ? [] : [`maxmemory_policy:${policy}`]),
    ...(aof === null ? [] : [`aof_enabled:${aof}`]),
    `connected_slaves:${replicas}`,
    "",
  ];
  return { info: lines.join("\r\n"), appendfsync, hasWaitaof };
}

const SILENT: ServerFacts = { info: "", appendfsync: null, hasWaitaof: false };
const EVERY_SECOND = { appendfsync: "everysec" };

type Case = [asked: Durability, server: string, ServerFacts, mode: string, events: string[]];

it.each<Case>([
  ["auto", "that syncs each write", facts(), "fsync", []],
  ["auto", "with replicas", facts({ replicas: 1 }), "fsync", ["redis-failover-unsafe"]],
  ["auto", "with WAITAOF", facts({ ...EVERY_SECOND, hasWaitaof: true }), "waitaof", []],
  ["auto", "with replicas only", facts({ ...EVERY_SECOND, replicas: 2 }), "replica", []],
  ["auto", "without a file", facts({ aof: "0" }), "none", ["redis-not-durable"]],
  [
    "auto",
    "without a file, but with replicas",
    facts({ aof: "0", replicas: 1 }),
    "replica",
    ["redis-not-durable"],
  ],
  [
    "auto",
    "without a file, but with WAITAOF",
    facts({ aof: "0", hasWaitaof: true }),
    "none",
    ["redis-not-durable"],
  ],
  ["auto", "that syncs each second", facts(EVERY_SECOND), "none", ["redis-not-durable"]],
  ["auto", "without CONFIG", facts({ appendfsync: null }), "none", ["redis-unchecked"]],
  ["auto", "without INFO", SILENT, "none", ["redis-unchecked", "redis-unchecked"]],
  ["auto", "that hides its policy", facts({ policy: null }), "fsync", ["redis-unchecked"]],
  ["fsync", "that syncs each write", facts({ replicas: 1 }), "fsync", []],
  ["fsync", "with WAITAOF", facts({ ...EVERY_SECOND, hasWaitaof: true }), "waitaof", []],
  ["fsync", "with WAITAOF only", { ...SILENT, hasWaitaof: true }, "waitaof", ["redis-unchecked"]],
  ["fsync", "without CONFIG", facts({ appendfsync: null }), "unverified", ["redis-unchecked"]],
  ["replica", "with a replica", facts({ replicas: 1 }), "replica", []],
  ["replica", "without one", facts(), "replica", ["redis-no-replica"]],
  ["replica", "without INFO", SILENT, "replica", ["redis-unchecked"]],
  ["replica", "without a file", facts({ aof: "0", replicas: 1 }), "replica", ["redis-not-durable"]],
  ["none", "that syncs each write", facts(), "none", ["redis-loss-accepted"]],
])("REDIS_DURABILITY=%s on a Redis %s", (asked, _, told, mode, events) => {
  const decision = decideDurability(asked, told);
  expect(decision).toMatchObject({ kind: "usable", mode });
  expect(decision.kind === "usable" && decision.warnings.map(({ event }) => event)).toEqual(events);
});

it.each<[Durability, ServerFacts, string]>([
  ["fsync", facts({ aof: "0" }), "no append-only file"],
  ["fsync", facts({ aof: "0", hasWaitaof: true }), "no append-only file"],
  ["fsync", facts(EVERY_SECOND), "Set appendfsync always"],
  ["none", facts({ policy: "allkeys-lru" }), "allkeys-lru"],
  ["auto", facts({ policy: "volatile-ttl" }), "set maxmemory-policy noeviction"],
])("refuses for REDIS_DURABILITY=%s a Redis of %j", (asked, told, message) => {
  expect(decideDurability(asked, told)).toMatchObject({
    kind: "refused",
    message: expect.stringContaining(message) as string,
  });
});
