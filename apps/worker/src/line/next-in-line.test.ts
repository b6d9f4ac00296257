import type { Generation, Picked, PickTerms, Queued } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import type { LaneAnswer } from "../lanes/admission.ts";
import { createBell } from "../lanes/bell.ts";
import type { Doors } from "../lanes/door.ts";
import type { LinePorts } from "./next-in-line.ts";
import { admitNext } from "./next-in-line.ts";

const { queued, submitting, running, failed } = GENERATIONS;
const other: Queued = { ...queued, id: "gen_other" };
const MODEL = queued.request.model;
const LANE = `default:${MODEL}`;
const LIMITS = { maxInFlight: 1, intervalMs: 1, probeMs: 1, raiseMs: 1 };
const TERMS: PickTerms = {
  lanes: [{ lane: { account: "default", model: MODEL }, limits: LIMITS }],
  expectedMs: 1,
};
const LIMIT = { name: "daily_spend", amount: "10", currency: "CNY" } as const;
const ticket = { id: queued.id, model: MODEL, own: queued };
const never = new AbortController().signal;
const admitted: LaneAnswer = { kind: "admitted", generation: submitting, mediaUrls: new Map() };
const picked = (id = queued.id): Picked => ({ kind: "picked", id, tenant: "default" });

interface Given {
  readonly picks: Picked[];
  readonly answers?: LaneAnswer[];
  readonly records?: readonly Generation[];
  readonly doors?: (generation: Queued) => Doors;
  /** Whether a generation can be ended that was not submitted in time. */
  readonly expired?: boolean;
}

function standing(given: Given) {
  const { picks, answers = [], records = [queued, other], doors, expired = true } = given;
  const log: string[] = [];
  const bell = createBell();
  const admit = async () => {
    const answer = answers.shift();
    if (!answer) throw new Error("asked too often");
    return answer;
  };
  const ports: LinePorts = {
    bell,
    sleep: async (ms, signal) => {
      log.push(`sleeps ${ms}`);
      if (signal.aborted) log.push("rung");
    },
    termsOf: () => TERMS,
    get: async (id) => {
      log.push(`reads ${id}`);
      return records.find((record) => record.id === id) ?? null;
    },
    expire: async ({ id }) => {
      log.push(`ends ${id}`);
      return expired ? { kind: "changed", generation: { ...failed, id } } : null;
    },
    holding: async (_ticket, work) => work(),
    line: {
      pick: async () => picks.shift() ?? { kind: "nobody" },
      giveUp: async () => void log.push("gives up"),
      park: async ({ id, tenant }, waitMs, comesBack) =>
        void log.push(`parks ${id} of ${tenant} for ${waitMs}, ${comesBack}`),
      rest: async ({ tenant }, waitMs) => void log.push(`passes over ${tenant} for ${waitMs}`),
    },
    doorsFor: doors ?? (() => ({ kind: "doors", doors: [{ name: LANE, admit }] })),
    findLateTask: async () => ({ kind: "none" }),
    overBudget: async (tenant, { name }) => void log.push(`${tenant} is over its ${name}`),
    checkAfterRestart: async () => void log.push("checks the lanes"),
    now: () => 0,
  };
  const parked: unknown[] = [];
  const onParked = async ({ id }: Queued, parking: object) => void parked.push([id, parking]);
  return {
    ports,
    log,
    parked,
    bell,
    enter: (signal = never) => admitNext(ticket, ports, onParked, signal),
  };
}

describe("admitNext", () => {
  it("admits its own generation without reading it again", async () => {
    const door = standing({ picks: [picked()], answers: [admitted] });
    expect(await door.enter()).toEqual({ ...admitted, queued });
    expect(door.log).toEqual([]);
  });

  it("admits the generation that is entitled, and reads it (G12)", async () => {
    const door = standing({ picks: [picked(other.id)], answers: [admitted] });
    expect(await door.enter()).toMatchObject({ queued: other });
  });

  it("picks again before it asks again: a more entitled one may have come (G12)", async () => {
    const picks = [picked(), picked(other.id)];
    const door = standing({ picks, answers: [{ kind: "full" }, admitted] });
    expect(await door.enter()).toMatchObject({ queued: other });
    expect(door.log).toEqual(["sleeps 5000", `reads ${other.id}`]);
  });

  it("picks again if the record has changed since or is gone", async () => {
    const records = [{ ...running, id: other.id }];
    const picks = [picked(other.id), picked("gen_deleted"), picked()];
    const door = standing({ picks, answers: [admitted], records: [...records, queued] });
    expect(await door.enter()).toMatchObject({ queued });
  });

  it.each<[Picked, number]>([
    [{ kind: "crowded", waitMs: 700 }, 700],
    [{ kind: "tenants-full", waitMs: null }, 5_000],
    [{ kind: "tenants-full", waitMs: 10 }, 10],
  ])("waits while it is %j, and notices a ring between request and wait", async (busy, waitMs) => {
    const door = standing({ picks: [busy, busy, picked()], answers: [admitted] });
    const { pick } = door.ports.line;
    let times = 0;
    const ports = {
      ...door.ports,
      line: {
        ...door.ports.line,
        pick: (...asked: Parameters<typeof pick>) => {
          if ((times += 1) === 2) door.bell.ring(LANE);
          return pick(...asked);
        },
      },
    };
    expect(await admitNext(ticket, ports, async () => {}, never)).toMatchObject({ queued });
    expect(door.log).toEqual([`sleeps ${waitMs}`, `sleeps ${waitMs}`, "rung"]);
  });

  it.each<Picked & { kind: "later" | "nobody" }>([
    { kind: "later", waitMs: 7 },
    { kind: "nobody" },
  ])("returns if no generation can be served: %j", async (answer) => {
    expect(await standing({ picks: [answer] }).enter()).toEqual(answer);
  });

  it("parks a generation that has an upload that cannot be copied, and serves the next one", async () => {
    const answers: LaneAnswer[] = [{ kind: "upload-failed", waitMs: 5_000 }];
    const door = standing({ picks: [picked()], answers });
    expect(await door.enter()).toEqual({ kind: "nobody" });
    expect(door.log[0]).toBe(`parks ${queued.id} of default for 5000, to its place`);
    expect(door.parked).toMatchObject([[queued.id, { delayMs: 5_000 }]]);
  });

  it("passes over a tenant whose budget has no room, and serves another one at once (G12)", async () => {
    const picks = [picked(), picked(other.id)];
    const answers: LaneAnswer[] = [{ kind: "over-budget", limit: LIMIT, waitMs: 7 }, admitted];
    const door = standing({ picks, answers });
    expect(await door.enter()).toMatchObject({ queued: other });
    expect(door.log).toEqual([
      "passes over default for 7",
      "default is over its daily_spend",
      `reads ${other.id}`,
    ]);
  });

  it.each<[string, Partial<Given>]>([
    [
      "its tenant's whole budget",
      { answers: [{ kind: "beyond-budget", limit: LIMIT, isUnbounded: false }] },
    ],
    ["the daily limit of every account", { doors: () => ({ kind: "unaffordable" }) }],
  ])(
    "puts what may cost more than %s behind all, and tries another tenant next (G12)",
    async (_, given) => {
      const full = (waitMs: number | null): Picked => ({ kind: "tenants-full", waitMs });
      const door = standing({ picks: [picked(), full(9), full(null)], ...given });
      expect(await door.enter()).toEqual({ kind: "nobody" });
      // It waits no longer than the tenant is passed over.
      expect(door.log).toEqual([
        `parks ${queued.id} of default for 300000, behind all`,
        "passes over default for 10",
        "sleeps 9",
        "sleeps 5000",
      ]);
      expect(door.parked).toMatchObject([[queued.id, { delayMs: 300_000 }]]);
    },
  );

  it("serves another tenant if only some lanes refuse because of the budget (G12)", async () => {
    const answers: LaneAnswer[] = [
      { kind: "over-budget", limit: LIMIT, waitMs: 99_000 },
      { kind: "full" },
      admitted,
    ];
    const door = standing({ picks: [picked(), picked()], answers });
    const { doors } = door.ports.doorsFor(queued) as Extract<Doors, { kind: "doors" }>;
    const both: Doors = { kind: "doors", doors: [...doors, ...doors] };
    await admitNext(ticket, { ...door.ports, doorsFor: () => both }, async () => {}, never);
    expect(door.log.slice(0, 1)).toEqual(["passes over default for 2000"]);
  });

  it("pauses after a failed upload, and parks the generation even if other lanes are only full", async () => {
    const answers: LaneAnswer[] = [{ kind: "upload-failed", waitMs: 5_000 }, { kind: "full" }];
    const door = standing({ picks: [picked()], answers });
    const { doors } = door.ports.doorsFor(queued) as Extract<Doors, { kind: "doors" }>;
    const both: Doors = { kind: "doors", doors: [...doors, ...doors] };
    await admitNext(ticket, { ...door.ports, doorsFor: () => both }, async () => {}, never);
    expect(door.log).toEqual([
      `parks ${queued.id} of default for 5000, to its place`,
      "sleeps 1000",
    ]);
  });

  it("parks a generation that may have a task already (G1)", async () => {
    const door = standing({ picks: [picked()] });
    const findLateTask = async () => ({ kind: "undecided", waitMs: 60_000 }) as const;
    const ports = { ...door.ports, findLateTask };
    expect(await admitNext(ticket, ports, async () => {}, never)).toEqual({ kind: "nobody" });
    expect(door.log).toEqual([`parks ${queued.id} of default for 60000, to its place`]);
  });

  it("parks what a bug or an unreadable record keeps from going, and throws", async () => {
    const broken = standing({
      picks: [picked()],
      doors: () => {
        throw new Error("broken");
      },
    });
    await expect(broken.enter()).rejects.toThrow("broken");
    const unreadable = standing({ picks: [picked(other.id)] });
    const get = async () => {
      throw new Error("not a generation");
    };
    const park = async () => {
      throw new Error("Redis is away");
    };
    const { line } = unreadable.ports;
    const ports = { ...unreadable.ports, get, line: { ...line, park } };
    await expect(admitNext(ticket, ports, async () => {}, never)).rejects.toThrow("not a gen");
    expect(broken.log).toEqual([`parks ${queued.id} of default for 5000, to its place`]);
  });

  it("gives up its pick when the process closes or the API key is refused", async () => {
    const refused = standing({ picks: [picked()], doors: () => ({ kind: "key-refused" }) });
    expect(await refused.enter()).toEqual({ kind: "key-refused" });
    const closing = standing({ picks: [picked()], answers: [{ kind: "closing" }] });
    expect(await closing.enter()).toEqual({ kind: "closing" });
    expect([...refused.log, ...closing.log]).toEqual(["gives up", "gives up"]);
  });

  it("ends a picked generation that was not submitted in time, instead of submitting it", async () => {
    const late: Queued = { ...other, createdAt: -60_000, maxQueueMs: 60_000 };
    const door = standing({ picks: [picked(late.id)], records: [late] });
    const ended = { ...failed, id: late.id };
    expect(await door.enter()).toEqual({ kind: "overtaken", queued: late, generation: ended });
    expect(door.log).toEqual([`reads ${late.id}`, `ends ${late.id}`]);
    const gone = standing({ picks: [picked(late.id)], records: [late] });
    const expire = async () => ({ kind: "missing" }) as const;
    expect(await admitNext(ticket, { ...gone.ports, expire }, async () => {}, never)).toEqual({
      kind: "nobody",
    });
  });

  it("checks the lanes first while Redis may have lost a create request of it (G1)", async () => {
    const late: Queued = { ...other, createdAt: -60_000, maxQueueMs: 60_000 };
    const door = standing({ picks: [picked(late.id)], records: [late], expired: false });
    expect(await door.enter()).toEqual({ kind: "nobody" });
    expect(door.log).toEqual([`reads ${late.id}`, `ends ${late.id}`, "checks the lanes"]);
  });

  it("reports a generation that another process changed", async () => {
    const answers: LaneAnswer[] = [{ kind: "overtaken", generation: running }];
    expect(await standing({ picks: [picked()], answers }).enter()).toEqual({
      kind: "overtaken",
      queued,
      generation: running,
    });
  });
});
