import type { BudgetLimit } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { sleep } from "../sleep.ts";
import type { LateLook } from "../late-tasks/find-late-task.ts";
import type { LaneAnswer } from "./admission.ts";
import { createBell } from "./bell.ts";
import type { Doors } from "./door.ts";
import { waitAtDoor, waitMsOf } from "./door.ts";

const { queued, submitting, running } = GENERATIONS;
const LANE = "default:wan2.1-vace-plus";
const never = new AbortController().signal;
const admitted: LaneAnswer = {
  kind: "admitted",
  generation: submitting,
  mediaUrls: new Map([["upload://upl_1", "oss://a/1.png"]]),
};

/** The door of a lane that gives these answers in turn; `onAsk` runs before each. */
function doorOf(answers: LaneAnswer[], onAsk: (times: number) => void = () => {}, name = LANE) {
  const bell = createBell();
  let times = 0;
  const admit = async () => {
    times += 1;
    onAsk(times);
    const answer = answers.shift();
    if (!answer) throw new Error("asked too often");
    return answer;
  };
  let checks = 0;
  const told: string[] = [];
  return {
    bell,
    doors: [{ name, admit }],
    doorsFor(): Doors {
      return { kind: "doors", doors: this.doors };
    },
    findLateTask: async (): Promise<LateLook> => ({ kind: "none" }),
    now: () => 0,
    sleep,
    overBudget: async (tenant: string, { name }: BudgetLimit) =>
      void told.push(`${name} of ${tenant}`),
    told,
    checkAfterRestart: async () => void (checks += 1),
    checks: () => checks,
  };
}

describe("waitAtDoor", () => {
  it("returns the admitted generation with its media URLs", async () => {
    expect(await waitAtDoor(queued, doorOf([admitted]), never)).toEqual(admitted);
  });

  it("wakes at the bell of a full lane, even if it rings before the answer arrives", async () => {
    const door = doorOf([{ kind: "full" }, admitted], (times) => {
      if (times === 1) door.bell.ring(LANE);
    });
    const askedAt = performance.now();
    expect(await waitAtDoor(queued, door, never)).toMatchObject({ kind: "admitted" });
    expect(performance.now() - askedAt).toBeLessThan(waitMsOf({ kind: "full" }));
  });

  it("asks again after five seconds, because limits may change", () => {
    expect(waitMsOf({ kind: "full" })).toBe(5_000);
    expect(waitMsOf({ kind: "over-limit", waitMs: 3_600_000 })).toBe(5_000);
    expect(waitMsOf({ kind: "too-soon", waitMs: 7 })).toBe(7);
  });

  it("does not wait for its tenant's budget with a slot that it kept", async () => {
    const limit = { name: "daily_spend", amount: "10", currency: "CNY" } as const;
    const refused: LaneAnswer = { kind: "over-budget", limit, waitMs: 1 };
    const door = doorOf([refused]);
    expect(await waitAtDoor(queued, door, never)).toEqual(refused);
    expect(door.told).toEqual(["daily_spend of default"]);
  });

  it("waits as long as the lane, the account or the failed upload requires", async () => {
    const door = doorOf([
      { kind: "too-soon", waitMs: 1 },
      { kind: "paused", waitMs: 1 },
      { kind: "over-limit", waitMs: 1 },
      { kind: "upload-failed", waitMs: 1 },
      admitted,
    ]);
    expect(await waitAtDoor(queued, door, never)).toMatchObject({ kind: "admitted" });
  });

  it("runs the restart check while a lane is unchecked (G9)", async () => {
    const door = doorOf([{ kind: "unchecked" }, { kind: "unchecked" }, admitted]);
    expect(await waitAtDoor(queued, door, never)).toMatchObject({ kind: "admitted" });
    expect(door.checks()).toBe(2);
  });

  it("uses the first lane with a free slot", async () => {
    const [full, open] = [doorOf([{ kind: "full" }]), doorOf([admitted])];
    const door = { ...full, doors: [...full.doors, ...open.doors] };
    expect(await waitAtDoor(queued, door, never)).toMatchObject({ kind: "admitted" });
  });

  it("wakes at the bell of any of its lanes", async () => {
    const full = doorOf([{ kind: "full" }, { kind: "full" }]);
    const paused = doorOf(
      [{ kind: "paused", waitMs: 60_000 }, admitted],
      (times) => {
        if (times === 1) full.bell.ring("other");
      },
      "other",
    );
    const door = { ...full, doors: [...full.doors, ...paused.doors] };
    expect(await waitAtDoor(queued, door, never)).toMatchObject({ kind: "admitted" });
  });

  it.each(["unaffordable", "key-refused"] as const)(
    "does not block the queue for a generation that is %s",
    async (kind) => {
      const door = { ...doorOf([]), doorsFor: () => ({ kind }) };
      expect(await waitAtDoor(queued, door, never)).toEqual({ kind });
    },
  );

  it("stops when another process changed the record", async () => {
    const overtaken: LaneAnswer = { kind: "overtaken", generation: running };
    expect(await waitAtDoor(queued, doorOf([overtaken]), never)).toEqual(overtaken);
  });

  it("leaves at once when the process closes", async () => {
    const controller = new AbortController();
    const door = doorOf([{ kind: "full" }], () => controller.abort());
    expect(await waitAtDoor(queued, door, controller.signal)).toEqual({ kind: "closing" });
    expect(await waitAtDoor(queued, doorOf([{ kind: "closing" }]), never)).toEqual({
      kind: "closing",
    });
  });

  it("asks no lane for a generation that has a task after all, or may have one (G1)", async () => {
    const recovered = {
      ...doorOf([]),
      findLateTask: async () => ({ kind: "changed", generation: running }) as const,
    };
    expect(await waitAtDoor(queued, recovered, never)).toEqual({
      kind: "overtaken",
      generation: running,
    });
    const undecided = { kind: "undecided", waitMs: 7 } as const;
    expect(
      await waitAtDoor(queued, { ...doorOf([]), findLateTask: async () => undecided }, never),
    ).toEqual(undecided);
  });

  it("looks for a late task again when the last look is a minute old (G1)", async () => {
    let now = 0;
    let looks = 0;
    const full = { kind: "too-soon", waitMs: 1 } as const;
    const door = {
      ...doorOf([full, full, admitted], () => (now += 31_000)),
      now: () => now,
      findLateTask: async (): Promise<LateLook> => ((looks += 1), { kind: "none" }),
    };
    expect(await waitAtDoor(queued, door, never)).toMatchObject({ kind: "admitted" });
    expect(looks).toBe(2);
  });

  it("returns the job when the process closes during such a look", async () => {
    const closing = new AbortController();
    const findLateTask = async (): Promise<LateLook> => {
      closing.abort();
      return { kind: "undecided", waitMs: 7 };
    };
    expect(await waitAtDoor(queued, { ...doorOf([]), findLateTask }, closing.signal)).toEqual({
      kind: "closing",
    });
  });
});
