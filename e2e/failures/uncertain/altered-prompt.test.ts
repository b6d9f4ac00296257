import type { Effect } from "@dashqueue/simulator";
import { presetFault } from "@dashqueue/simulator";
import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { EXAMPLE, prompt, startServedSystem } from "../../system.ts";

type Alterations = Extract<Effect, { kind: "alter-prompt" }>["by"];

/** Full-width letters, double spaces, a decomposed letter and an emoji of several characters. */
const PROMPT = "\uff21  girl in a cafe\u0301, \u{1f469}\u200d\u{1f680}, film";

/** Only white space and composed letters change. */
const HARMLESS: Alterations = ["nfc", "collapse-white-space"];
const OTHERS: readonly Alterations[] = [
  ["nfkc"],
  ["drop-zero-width", "collapse-white-space"],
  ["replace-beyond-basic-plane"],
  ["cut"],
  ["cut", "nfkc", "drop-zero-width", "replace-surrogates"],
];

const LIMITS = { [EXAMPLE.model]: { submitsPerSecond: 100, maxInFlight: 10 } };

it("never buys again when the answer is lost and the prompt comes back altered (G1)", async () => {
  const env = { DASHSCOPE_LIMITS: JSON.stringify(LIMITS) };
  await using system = await startServedSystem({ simulator: { limits: LIMITS }, env });
  const { simulator } = system;
  const worker = await system.startWorker();
  const create = async (by: Alterations, index: number) => {
    const text = `${index} ${PROMPT}`;
    const match = { prompt: text };
    simulator.script({ ...presetFault("lost-answer"), match });
    simulator.script({ on: "get", times: 10_000, match, do: { kind: "alter-prompt", by } });
    return (await system.create(prompt(text))).id;
  };
  const ids = await Promise.all([HARMLESS, ...OTHERS].map(create));
  const [harmless = "", ...others] = ids;
  await system.until(harmless, "succeeded");
  await waitFor(
    () => simulator.tasks().filter(({ status }) => status === "SUCCEEDED").length === ids.length,
    { timeoutMs: 60_000 },
  );
  const lists = () => simulator.requests().filter(({ operation }) => operation === "list").length;
  const before = lists();
  await waitFor(() => lists() >= before + 4 * others.length, { timeoutMs: 60_000 });
  for (const id of others) expect(await system.get(id)).toMatchObject({ status: "uncertain" });
  expect(worker.output()).not.toContain("attempt-absent");

  // A person can tell.
  const resolve = async (id: string, index: number) => {
    const task = simulator.tasks().find((task) => task.prompt.startsWith(`${index + 1} `));
    const body = JSON.stringify({ task_id: task?.id });
    const headers = { "content-type": "application/json" };
    const answer = await waitFor(
      async () => {
        const path = `/v1/generations/${id}/resolve`;
        const response = await system.fetch(path, { method: "POST", headers, body });
        // On a busy machine, the worker answers too late, and a person repeats it.
        return response.status !== 503 && response;
      },
      { timeoutMs: 60_000 },
    );
    expect(answer.status).toBe(200);
    await system.until(id, "succeeded");
  };
  await Promise.all(others.map(resolve));
  expect(simulator.tasks()).toHaveLength(ids.length);
});
