import type { Job } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { relayMessages } from "./relay-messages.ts";

const { running } = GENERATIONS;
const UNREADABLE = 9;
const never = new AbortController().signal;

/** The pending messages, and the jobs that they got. */
function relaying(pending: { id: string; revision: number }[]) {
  const jobs: Job[] = [];
  const postponed: object[] = [];
  const lines: object[] = [];
  let crashes = false;
  return {
    jobs,
    postponed,
    lines,
    crash: () => (crashes = true),
    pass: (signal = never) =>
      relayMessages(
        {
          deliveries: {
            pending: async () => [...pending],
            async messageAt(id, revision) {
              if (revision === UNREADABLE) throw new Error("no record");
              return id === running.id ? { ...running, revision } : null;
            },
            async queued(message) {
              if (crashes) throw new Error("killed");
              pending.splice(pending.indexOf(message), 1);
            },
            postpone: async (message) => void postponed.push(message),
          },
          logger: { error: (line: object) => void lines.push(line) },
          queues: { ensure: async (job) => void jobs.push(job) },
        },
        signal,
      ),
    pending,
  };
}

it("gives each message a job, once", async () => {
  const relay = relaying([{ id: running.id, revision: 3 }]);
  await relay.pass();
  await relay.pass();
  expect(relay.jobs).toMatchObject([
    {
      queue: "notify",
      id: `notify-${running.id}-3`,
      data: { generationId: running.id, revision: 3 },
      delayMs: 0,
    },
  ]);
});

it("adds the same job again after a crash", async () => {
  const relay = relaying([{ id: running.id, revision: 3 }]);
  relay.crash();
  await relay.pass().catch(() => {});
  await relay.pass().catch(() => {});
  expect(new Set(relay.jobs.map(({ id }) => id)).size).toBe(1);
  expect(relay.pending).toHaveLength(1);
});

it("postpones a message that cannot be read, and continues behind it", async () => {
  const broken = { id: running.id, revision: UNREADABLE };
  const relay = relaying([broken, { id: running.id, revision: 3 }]);
  await relay.pass();
  expect(relay).toMatchObject({
    jobs: [{ id: `notify-${running.id}-3` }],
    pending: [broken],
    postponed: [broken],
    lines: [{ event: "webhook-message-postponed", generation_id: running.id }],
  });
});

it("drops the message of a generation that was forgotten", async () => {
  const relay = relaying([{ id: "gen_02", revision: 3 }]);
  await relay.pass();
  expect(relay).toMatchObject({ jobs: [], pending: [] });
});

it("leaves the messages to other workers when this one closes", async () => {
  const relay = relaying([{ id: running.id, revision: 3 }]);
  await relay.pass(AbortSignal.abort());
  expect(relay).toMatchObject({ jobs: [], pending: [{ revision: 3 }] });
});
