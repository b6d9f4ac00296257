import type { Failure, Generation, ToldBlocks } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { FAILURE, GENERATIONS, START } from "../../../test/fixtures/generations.ts";
import { storedRecords } from "../../../test/fixtures/stored-records.ts";
import { noticeBlocks } from "./block-notices.ts";

const never = new AbortController().signal;
const ARREARS: Failure = { ...FAILURE, kind: "arrears" };
const DAY_MS = 24 * 60 * 60_000;
/** One is accepted every minute; the first one is the newest. */
const waiting: readonly Generation[] = Array.from({ length: 1_000 }, (_, index) => ({
  ...GENERATIONS.queued,
  id: `gen_${index}`,
  createdAt: START - index * 60_000,
}));

async function notices(
  told: (Omit<ToldBlocks, "tenants"> & Partial<ToldBlocks>) | null,
  blocks: {
    readonly reason: string | null;
    readonly tenants?: Readonly<Record<string, string>>;
    readonly byCost?: boolean;
    readonly failure?: Failure;
  },
  { records = waiting, signal = never } = {},
) {
  const { store, changes } = storedRecords(records);
  const kept: ToldBlocks[] = [];
  const { reason, byCost = false, failure = null } = blocks;
  const tenants = new Map(Object.entries(blocks.tenants ?? {}));
  const ports = {
    store,
    now: () => START,
    blocks: async () => ({ reason, tenants, byCost, of: () => failure }),
    toldBlocks: async () => told && { tenants: {}, ...told },
    keepToldBlocks: async (next: ToldBlocks) => void kept.push(next),
    report: { noticed() {} },
  };
  await noticeBlocks(ports, signal);
  return { count: changes.length, last: changes.at(-1), kept };
}

it("records on every generation when something begins to block, and when nothing does any more", async () => {
  expect(
    await notices({ reason: null, at: START }, { reason: "arrears", failure: ARREARS }),
  ).toEqual({
    count: 1_000,
    last: ["gen_999", { kind: "account-paused", failure: ARREARS }],
    kept: [{ reason: "arrears", tenants: {}, at: START }],
  });
  const records = waiting.map((one) => Object.assign({}, one, { delayed: ARREARS }));
  expect(await notices({ reason: "arrears", at: 0 }, { reason: null }, { records })).toEqual({
    count: 1_000,
    last: ["gen_999", { kind: "account-resumed" }],
    kept: [{ reason: null, tenants: {}, at: START }],
  });
});

it("visits only new generations while the same thing blocks", async () => {
  const told = { reason: "arrears", at: START - 9 * 60_000 };
  const { count, kept } = await notices(told, { reason: "arrears", failure: ARREARS });
  expect(count).toBe(200);
  expect(kept).toEqual([{ reason: "arrears", tenants: {}, at: START }]);
});

it("visits no generation while nothing blocks, unless its cost alone may exceed a limit", async () => {
  const told = { reason: null, at: START };
  expect(await notices(told, { reason: null, failure: ARREARS })).toEqual({ count: 0, kept: [] });
  const byCost = { reason: null, byCost: true, failure: ARREARS };
  expect((await notices(told, byCost)).count).toBe(200);
});

it("visits every generation of a tenant whose budget has changed, and the newest of the others", async () => {
  const records = waiting.map((one, index) =>
    Object.assign({}, one, { tenant: index % 2 === 0 ? "films" : "games" }),
  );
  const told = { reason: null, tenants: { films: "7 CNY", games: "1 CNY" }, at: START };
  const now = { films: "8 CNY", games: "1 CNY" };
  const budget = { reason: null, tenants: now, byCost: true, failure: ARREARS };
  const raised = await notices(told, budget, { records });
  expect(raised.count).toBe(500 + 200);
  expect(raised.kept).toEqual([{ reason: null, tenants: now, at: START }]);
  // Nobody has a budget any more.
  const removed = await notices({ ...told, tenants: { films: "7 CNY" } }, budget, { records });
  expect(removed.count).toBe(1_000 + 200);
  const none = { reason: null, failure: ARREARS };
  expect((await notices({ ...told, tenants: { films: "7 CNY" } }, none, { records })).count).toBe(
    700,
  );
});

it("visits all if it is unknown what was recorded on them", async () => {
  const { kept } = await notices(null, { reason: null });
  expect(kept).toEqual([{ reason: null, tenants: {}, at: START }]);
  expect((await notices(null, { reason: "x", failure: ARREARS })).count).toBe(1_000);
});

it("begins again after an interrupted pass", async () => {
  const signal = AbortSignal.abort();
  const told = { reason: null, at: START - DAY_MS };
  const blocked = { reason: "arrears", failure: ARREARS };
  expect(await notices(told, blocked, { signal })).toEqual({ count: 0, kept: [] });
});
