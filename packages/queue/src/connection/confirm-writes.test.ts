import { EventEmitter } from "node:events";

import type { Redis } from "ioredis";
import { expect, it } from "vitest";

import { createConfirmation } from "./confirm-writes.ts";
import type { DurabilityMode, ServerDecision } from "./durability.ts";

/** A connection that answers WAIT or WAITAOF with these, one after the other. */
function connectionWith(...answers: readonly unknown[]) {
  const sent: unknown[][] = [];
  const left = [...answers];
  const connection = Object.assign(new EventEmitter(), {
    status: "ready",
    set: async (...given: unknown[]) => void sent.push(["SET", ...given]),
    async call(...given: unknown[]) {
      sent.push(given);
      const answer = left.shift();
      return typeof answer === "function" ? (answer as () => unknown)() : answer;
    },
    hmget: async (key: string) => (key === "gone" ? [null, null] : ["3", "ours"]),
    disconnect: () => {},
  });
  return { sent, connection };
}

function confirmationOf(
  mode: DurabilityMode,
  { connection }: Pick<ReturnType<typeof connectionWith>, "connection">,
) {
  return createConfirmation({
    decision: async () => ({ kind: "usable", mode, warnings: [] }),
    open: () => connection as unknown as Redis,
    key: "ready",
  });
}

it.each<[DurabilityMode, unknown, unknown[]]>([
  ["replica", 1, ["WAIT", "1", "1500"]],
  ["replica", 2, ["WAIT", "1", "1500"]],
  ["waitaof", [1, 0], ["WAITAOF", "1", "0", "1500"]],
])("confirms a write in the mode %s with the answer %j (G2, G9)", async (mode, answer, command) => {
  const given = connectionWith(answer);
  await confirmationOf(mode, given).confirm("record", 3);
  expect(given.sent).toEqual([["SET", "ready", 1], command]);
});

it.each<[DurabilityMode, unknown, string]>([
  ["replica", 0, "no replica received it within 1500 ms"],
  ["waitaof", [0, 1], "it was not synced to disk within 1500 ms"],
])("takes the answer %j to mean that nothing is durable", async (mode, answer, reason) => {
  const confirmation = confirmationOf(mode, connectionWith(answer, answer));
  await expect(confirmation.confirm("record", 3)).rejects.toThrow(
    `Redis did not confirm a write: ${reason}`,
  );
  await expect(confirmation.works()).rejects.toThrow(reason);
});

it("trusts no answer of another server than the one that it wrote to", async () => {
  const given = connectionWith(() => {
    given.connection.emit("close");
    return 1;
  });
  const confirmed = confirmationOf("replica", given).confirm("record", 3);
  await expect(confirmed).rejects.toThrow("the connection was lost");
});

it.each([
  ["gone", 3],
  ["record", 4],
])("notices that a failover lost the write of %s at revision %i", async (key, revision) => {
  const confirmed = confirmationOf("replica", connectionWith(1)).confirm(key, revision);
  await expect(confirmed).rejects.toThrow("a failover lost it");
});

it("does not take another worker's intent of the same revision for ours (G1)", async () => {
  const { confirm } = confirmationOf("replica", connectionWith(1, 1));
  await confirm("record", 3, "ours");
  await expect(confirm("record", 3, "theirs")).rejects.toThrow("the record has changed since");
});

it("waits once for all writes that wait at the same time", async () => {
  const first = Promise.withResolvers<number>();
  const given = connectionWith(() => first.promise, 1);
  const { confirm } = confirmationOf("replica", given);
  const begun = confirm("record", 1);
  await new Promise(setImmediate);
  const others = [2, 3].map((revision) => confirm("record", revision));
  first.resolve(1);
  await Promise.all([begun, ...others]);
  expect(given.sent.filter(([name]) => name === "WAIT")).toHaveLength(2);
});

it.each<DurabilityMode>(["fsync", "unverified", "none"])(
  "needs no further answer of Redis in the mode %s",
  async (mode) => {
    const given = connectionWith();
    await confirmationOf(mode, given).confirm("record", 9);
    expect(await confirmationOf(mode, given).works()).toBe(true);
    expect(given.sent).toEqual([]);
  },
);

it("confirms nothing on a Redis that was refused", async () => {
  const decision: ServerDecision = { kind: "refused", message: "set appendfsync always" };
  const { connection } = connectionWith();
  const open = () => connection as unknown as Redis;
  const confirmation = createConfirmation({ decision: async () => decision, open, key: "ready" });
  await expect(confirmation.confirm("record", 1)).rejects.toThrow("set appendfsync always");
});
