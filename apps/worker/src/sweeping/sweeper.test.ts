import type { SweepState } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { beforeEach, describe, expect, it } from "vitest";

import { FAILURE, START, UNAVAILABLE } from "../../test/fixtures/generations.ts";
import type { ListPage } from "../accounts/task-list.ts";
import { createSweeper } from "./sweeper.ts";

const PLACE = { account: "default", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
const EMPTY: ListPage = {
  kind: "rows",
  rows: [],
  unreadable: 0,
  page: 1,
  totalPages: 1,
  total: 0,
};
const REFUSED: ListPage = { kind: "refused", failure: { ...FAILURE, kind: "invalid_request" } };
const never = new AbortController().signal;
const missed = { taskId: "task-1", begunAt: START - 50_000, endedAt: START - 40_000 };

let state: SweepState | null;
let log: string[];
let asked: (readonly [string | undefined, number])[];

beforeEach(() => {
  [state, log, asked] = [null, [], []];
});

interface Given {
  evenMs?: number;
  leased?: boolean;
  keyRefused?: boolean;
  expected?: (typeof missed)[];
  answer?(pageSize: number): ListPage;
}

function sweeperWith(given: Given = {}) {
  const warn = ({ event }: { event: string }) => void log.push(event);
  return createSweeper({
    place: PLACE,
    workerId: "ann",
    gate: {
      lease: async () => given.leased ?? true,
      state: async () => state,
      setState: async (_at, next) => void (state = next),
      expected: async () => given.expected ?? [],
      stopExpecting: async () => {},
    },
    isKeyRefused: () => given.keyRefused ?? false,
    async listPage(_place, { status, pageSize }) {
      asked.push([status, pageSize]);
      return given.answer?.(pageSize) ?? EMPTY;
    },
    store: {
      get: async () => null,
      ownersOf: async () => [],
      runningAmong: async () => new Set<string>(),
      hint: async () => {},
    },
    queues: { ensure: async () => {} },
    evenMs: () => given.evenMs ?? 20_000,
    oldestMs: () => 100_000,
    pollsPerMs: 0.0144,
    resumePolls: async () => void log.push("resumed"),
    metrics: {
      swept: () => void log.push("swept"),
      sweepState: (_account, now) => void log.push(now),
    },
    logger: { warn } as unknown as Logger,
    now: () => START,
  });
}

it("sweeps while single polls are rare, and says how far back it reached", async () => {
  expect(await sweeperWith()(never)).toBeCloseTo(3 / 0.00144);
  expect(asked).toEqual([
    ["SUCCEEDED", 100],
    ["FAILED", 100],
    ["CANCELED", 100],
  ]);
  expect(state).toMatchObject({ sweptAt: START, reachMs: 100_000, strikes: 0 });
  expect(log).toEqual(["sweeping", "swept"]);
});

it.each<[string, Given]>([
  ["with few tasks in flight", { evenMs: 2_000 }],
  ["while another worker does", { leased: false }],
  ["while its API key is refused, so that another worker can", { keyRefused: true }],
])("does not sweep %s", async (_, given) => {
  expect(await sweeperWith(given)(never)).toBe(5_000);
  expect([asked, log]).toEqual([[], ["idle"]]);
});

it("keeps its page size when the account is refused, whatever the page", async () => {
  const arrears: ListPage = { kind: "refused", failure: { ...FAILURE, kind: "arrears" } };
  const sweep = sweeperWith({ answer: () => arrears });
  await sweep(never);
  await sweep(never);
  expect(new Set(asked.map(([, pageSize]) => pageSize))).toEqual(new Set([100]));
});

it("asks for smaller pages once the provider refuses large ones", async () => {
  const answer = (pageSize: number) => (pageSize === 100 ? REFUSED : EMPTY);
  const sweep = sweeperWith({ answer });
  await sweep(never);
  await sweep(never);
  expect(asked.map(([, pageSize]) => pageSize)).toEqual([100, 20, 20, 20, 20, 20, 20]);
});

describe("a list that fails", () => {
  const away = { ...UNAVAILABLE, retryAfterMs: 60_000 };

  it("stops the sweeps when it has failed for a minute", async () => {
    state = { sweptAt: START - 61_000, reachMs: 7, strikes: 0, offUntil: 0, offMs: 1 };
    const sweep = sweeperWith({ answer: () => REFUSED });
    expect(await sweep(never)).toBe(10_000);
    expect(state).toMatchObject({ reachMs: 0 });
    expect(log).not.toContain("resumed");
    await sweep(never);
    await sweep(never);
    expect(log.filter((event) => event === "resumed")).toHaveLength(1);
  });

  it("is left alone for as long as the provider says, and reported once", async () => {
    state = { sweptAt: START - 9_000, reachMs: 7, strikes: 0, offUntil: 0, offMs: 1 };
    const sweep = sweeperWith({ answer: () => away });
    expect(await sweep(never)).toBe(60_000);
    await sweep(never);
    expect(log.filter((event) => event === "sweep-failed")).toHaveLength(1);
  });

  it("does not renew what an earlier sweep reached", async () => {
    const before = { sweptAt: START - 9_000, reachMs: 7, strikes: 0, offUntil: 0, offMs: 1 };
    state = before;
    await sweeperWith({ answer: () => REFUSED })(never);
    expect(state).toMatchObject({ sweptAt: START - 9_000, reachMs: 7 });
  });
});

it("stops for a while when polls disagree with the list", async () => {
  const sweep = sweeperWith({ expected: [missed, missed, missed] });
  expect(await sweep(never)).toBe(10_000);
  expect(log).toEqual(["sweeping", "swept", "sweep-switched-off"]);
  expect(state).toMatchObject({ offUntil: START + 300_000, reachMs: 0 });
  asked = [];
  expect(await sweep(never)).toBe(5_000);
  expect(log.slice(3)).toEqual(["off", "resumed"]);
  expect(asked).toEqual([]);
});

it("lets tasks be polled at their usual pace again once few are left, even after a crash", async () => {
  const given = { evenMs: 20_000 };
  const sweep = sweeperWith(given);
  await sweep(never);
  given.evenMs = 6_000;
  await sweep(never);
  expect(state?.reachMs).toBe(100_000);
  given.evenMs = 2_000;
  const another = sweeperWith(given);
  expect(await another(never)).toBe(10_000);
  expect(state?.reachMs).toBe(0);
  log = [];
  expect([await another(never), await another(never)]).toEqual([5_000, 5_000]);
  expect(log).toEqual(["idle", "resumed", "idle"]);
});

it("writes nothing when the process closes", async () => {
  expect(await sweeperWith()(AbortSignal.abort())).toBe(5_000);
  expect(state).toBeNull();
});
