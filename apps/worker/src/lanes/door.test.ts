import type { Changed, Refused } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { createBell } from "./bell.ts";
import { enter } from "./door.ts";

const { queued, submitting, running } = GENERATIONS;
const lane = "default:wan2.1-vace-plus";
const never = new AbortController().signal;
const changed: Changed = { kind: "changed", generation: submitting };

/** The door of a lane that gives these answers in turn; `asked` runs before each. */
function lanePorts(answers: (Changed | Refused)[], asked: (times: number) => void = () => {}) {
  const bell = createBell();
  let times = 0;
  const begin = async () => {
    times += 1;
    asked(times);
    const answer = answers.shift();
    if (!answer) throw new Error("asked too often");
    return answer;
  };
  let checks = 0;
  const check = async () => void (checks += 1);
  return { bell, lanes: () => [{ name: lane, begin }], check, checks: () => checks };
}

describe("enter", () => {
  it("comes in when the lane admits it", async () => {
    expect(await enter(queued, lanePorts([changed]), never)).toEqual({
      kind: "entered",
      generation: submitting,
    });
  });

  it("waits for the bell of a full lane, also when it rings before the answer is read", async () => {
    const ports = lanePorts([{ kind: "full" }, changed], (times) => {
      if (times === 1) ports.bell.ring(lane);
    });
    expect(await enter(queued, ports, never)).toMatchObject({ kind: "entered" });
  });

  it("waits as long as the lane or the account says", async () => {
    const ports = lanePorts([
      { kind: "too-soon", waitMs: 1 },
      { kind: "paused", waitMs: 1 },
      { kind: "over-limit", waitMs: 1 },
      changed,
    ]);
    expect(await enter(queued, ports, never)).toMatchObject({ kind: "entered" });
  });

  it("looks for what a Redis that restarted may have forgotten, before it comes in", async () => {
    const ports = lanePorts([{ kind: "unchecked" }, { kind: "unchecked" }, changed]);
    expect(await enter(queued, ports, never)).toMatchObject({ kind: "entered" });
    expect(ports.checks()).toBe(2);
  });

  it("goes through the first lane that is open", async () => {
    const [full, open] = [lanePorts([{ kind: "full" }]), lanePorts([changed])];
    const ports = { ...full, lanes: () => [...full.lanes(), ...open.lanes()] };
    expect(await enter(queued, ports, never)).toMatchObject({ kind: "entered" });
  });

  it("hears the bell of any lane, and waits for the one that opens first", async () => {
    const other = lanePorts([{ kind: "paused", waitMs: 60_000 }, changed], (times) => {
      if (times === 1) full.bell.ring("other");
    });
    const full = lanePorts([{ kind: "full" }, { kind: "full" }]);
    const lanes = () => [
      ...full.lanes(),
      ...other.lanes().map(({ begin }) => {
        return { name: "other", begin };
      }),
    ];
    expect(await enter(queued, { ...full, lanes }, never)).toMatchObject({ kind: "entered" });
  });

  it("keeps nobody out for one that no lane can afford", async () => {
    const ports = { ...lanePorts([]), lanes: () => [] };
    expect(await enter(queued, ports, never)).toEqual({ kind: "unaffordable" });
  });

  it("gives way when somebody else moved the generation", async () => {
    const overtaken: Changed = { kind: "ignored", generation: running, reason: "is running" };
    expect(await enter(queued, lanePorts([overtaken]), never)).toEqual({
      kind: "overtaken",
      generation: running,
    });
    expect(await enter(queued, lanePorts([{ kind: "missing" }]), never)).toEqual({
      kind: "overtaken",
      generation: queued,
    });
  });

  it("leaves at once when the process closes", async () => {
    const controller = new AbortController();
    const ports = lanePorts([{ kind: "full" }], () => controller.abort());
    expect(await enter(queued, ports, controller.signal)).toEqual({ kind: "aborted" });
  });

  it("lets go of what ended before it, as its files could not be brought to the provider", async () => {
    const ended: Changed = { kind: "changed", generation: GENERATIONS.failed };
    expect(await enter(queued, lanePorts([ended]), never)).toMatchObject({ kind: "overtaken" });
  });
});
