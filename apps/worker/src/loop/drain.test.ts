import type { Drain, ReplicaReport } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { createDraining } from "./drain.ts";

const self = { host: "paris", pid: 7, version: "1.0.0", startedAt: 0, stages: ["poll"] };
const ASKED: Drain = { by: "ada", at: 1 };

it("takes no more jobs once it was asked, reports when none is left, and resumes", async () => {
  const log: string[] = [];
  const told: Pick<ReplicaReport, "isDraining" | "running">[] = [];
  const asked = { drain: null as Drain | null, running: { poll: 2 } };
  const draining = createDraining({
    async announce({ isDraining, running }) {
      told.push({ isDraining, running });
      return asked.drain;
    },
    self,
    workers: {
      hold: () => void log.push("hold"),
      release: () => void log.push("release"),
      running: () => asked.running,
    },
    logger: { info: ({ event }: { event: string }) => void log.push(event) } as never,
  });
  await draining.beat();
  expect([log, told]).toEqual([[], [{ isDraining: false, running: { poll: 2 } }]]);

  asked.drain = ASKED;
  await draining.beat();
  await draining.beat();
  expect([draining.state(), log]).toEqual(["draining", ["hold", "worker-draining"]]);
  expect(draining.isOn()).toBe(true);
  expect(told.at(-1)).toEqual({ isDraining: true, running: { poll: 2 } });

  asked.running = { poll: 0 };
  await draining.beat();
  await draining.beat();
  expect([draining.state(), log.slice(2)]).toEqual(["drained", ["worker-drained"]]);

  asked.drain = null;
  await draining.beat();
  expect([draining.state(), log.slice(3)]).toEqual(["running", ["release", "worker-resumed"]]);
  expect(told.at(-1)).toMatchObject({ isDraining: false });
});

it("says that it drains before it says that it is drained, also without a job", async () => {
  const events: string[] = [];
  const draining = createDraining({
    announce: async () => ASKED,
    self,
    workers: { hold: () => {}, release: () => {}, running: () => ({}) },
    logger: { info: ({ event }: { event: string }) => void events.push(event) } as never,
  });
  await draining.beat();
  await draining.beat();
  expect(events).toEqual(["worker-draining", "worker-drained"]);
});
