import { expect, it } from "vitest";

import { findingsOf } from "./server-findings.ts";

const info = (fields: Readonly<Record<string, string>>) =>
  ["# Memory", ...Object.entries(fields).map(([name, value]) => `${name}:${value}`), ""].join(
    "\r\n",
  );

it.each<[string, Record<string, string>, object[]]>([
  ["is durable", { maxmemory_policy: "noeviction", aof_enabled: "1" }, []],
  [
    "has no append-only file",
    { maxmemory_policy: "noeviction", aof_enabled: "0" },
    [{ kind: "warning", event: "redis-not-durable" }],
  ],
  [
    "evicts keys",
    { maxmemory_policy: "allkeys-lru", aof_enabled: "1" },
    [{ kind: "refusal", message: expect.stringContaining("allkeys-lru") as string }],
  ],
  [
    "evicts keys that expire",
    { maxmemory_policy: "volatile-ttl", aof_enabled: "1" },
    [{ kind: "refusal" }],
  ],
  ["says nothing", {}, [{ kind: "warning", event: "redis-unchecked" }]],
  [
    "hides its policy",
    { aof_enabled: "0" },
    [
      { kind: "warning", event: "redis-unchecked" },
      { kind: "warning", event: "redis-not-durable" },
    ],
  ],
])("inspects a Redis that %s", (_, fields, findings) => {
  expect(findingsOf(info(fields))).toMatchObject(findings);
});
