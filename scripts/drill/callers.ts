import { readFileSync } from "node:fs";

import type { GenerationView } from "@dashqueue/queue/internal";
import type { Simulator } from "@dashqueue/simulator";
import { presetFault } from "@dashqueue/simulator";
import { waitFor } from "@dashqueue/testing";

const EXAMPLE = JSON.parse(
  readFileSync(new URL("../../examples/image-reference.json", import.meta.url), "utf8"),
) as { readonly input: Record<string, unknown> };

/** If as many as expected have not ended after this time, the rest is stuck. */
const STUCK_MS = 240_000;

/** Those who submit during the drill, and read what they have submitted. */
export interface Callers {
  /** Submits this number. The answer to the create request of the first one is lost. */
  submit(generations: number): Promise<void>;
  /** Waits until at most this number is open, or stuck. */
  untilOpen(most: number): Promise<void>;
  /** What the producer shows; null if it does not show a generation. */
  views(): Promise<readonly (GenerationView | null)[]>;
  /** How many generations the producer does not show. */
  unread(): Promise<number>;
  /** Submits every request once more, with its key. */
  repeatAll(): Promise<{ readonly boughtAgain: number; readonly refused: number }>;
}

export function createCallers(
  producerUrl: () => string,
  simulator: Pick<Simulator, "script">,
): Callers {
  const ids: string[] = [];
  const views = () => Promise.all(ids.map((id) => read(producerUrl(), id)));
  return {
    views,
    async submit(generations) {
      const first = ids.length + 1;
      const match = { bodyIncludes: promptOf(first) };
      simulator.script({ ...presetFault("lost-answer"), match });
      for (let number = first; number < first + generations; number += 1) {
        const response = await submit(producerUrl(), number);
        if (response.status !== 202) throw new Error(`${response.status} to a submission`);
        ids.push(((await response.json()) as GenerationView).id);
      }
    },
    async untilOpen(most) {
      const open = async () => (await views()).filter((view) => view?.finished_at === null);
      const isReached = async () => (await open()).length <= most;
      await waitFor(isReached, { timeoutMs: STUCK_MS, everyMs: 200 }).catch(() => {});
    },
    unread: async () => (await views()).filter((view) => view === null).length,
    async repeatAll() {
      const answers = { boughtAgain: 0, refused: 0 };
      for (const [index, id] of ids.entries()) {
        const response = await submit(producerUrl(), index + 1);
        if (response.status !== 202) answers.refused += 1;
        else if (((await response.json()) as GenerationView).id !== id) answers.boughtAgain += 1;
      }
      return answers;
    },
  };
}

async function submit(producerUrl: string, number: number): Promise<Response> {
  return fetch(`${producerUrl}/v1/generations`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `drill-${number}` },
    body: JSON.stringify({ ...EXAMPLE, input: { ...EXAMPLE.input, prompt: promptOf(number) } }),
  });
}

async function read(producerUrl: string, id: string): Promise<GenerationView | null> {
  const response = await fetch(`${producerUrl}/v1/generations/${id}`);
  if (response.ok) return (await response.json()) as GenerationView;
  await response.body?.cancel();
  return null;
}

/** By which the simulator's ledger tells the generations apart. */
function promptOf(number: number): string {
  return `drill film number ${number}.`;
}
