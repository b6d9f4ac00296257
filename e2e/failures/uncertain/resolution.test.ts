import { presetFault } from "@dashqueue/simulator";
import { expect, it } from "vitest";

import { EXAMPLE, prompt, startServedSystem } from "../../system.ts";
import type { ServedSystem } from "../../system.ts";

function resolve(system: ServedSystem, id: string, body: unknown): Promise<Response> {
  return system.fetch(`/v1/generations/${id}/resolve`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Another system creates a task on the same account; returns its id. */
async function createElsewhere(baseUrl: string, body: unknown): Promise<string> {
  const answer = await fetch(`${baseUrl}/services/aigc/video-generation/video-synthesis`, {
    method: "POST",
    headers: {
      authorization: "Bearer sk-simulator",
      "content-type": "application/json",
      "x-dashscope-async": "enable",
    },
    body: JSON.stringify(body),
  });
  const { output } = (await answer.json()) as { output: { task_id: string } };
  return output.task_id;
}

it("asks the provider before it believes a person, and says who settled what (G1, G4)", async () => {
  // The task shows no prompt before it ends, so the worker cannot identify it.
  await using system = await startServedSystem({ simulator: { runningMs: 3_600_000 } });
  const { simulator } = system;
  simulator.script(presetFault("lost-answer"));
  const worker = await system.startWorker();
  const { id } = await system.create(prompt("film 1"));
  await system.until(id, "uncertain");
  await worker.waitForLog(({ event }) => event === "generation-uncertain");
  const other = await createElsewhere(simulator.baseUrl, {
    model: "wan2.1-t2v-turbo",
    input: { prompt: "a film of another model" },
  });
  const wrong = [{ task_id: "nonsense" }, { task_id: other }, { created: false }];
  for (const body of wrong) {
    const answer = await resolve(system, id, body);
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      { detail: expect.stringMatching(/^DashScope |^The create request/) as unknown },
    ]);
  }
  expect(await system.get(id)).toMatchObject({ status: "uncertain", task: null });

  const own = simulator.tasks().find(({ model }) => model === EXAMPLE.model);
  const answer = await resolve(system, id, { task_id: own?.id });
  expect([answer.status, await answer.json()]).toMatchObject([
    200,
    { status: "running", task: { id: own?.id } },
  ]);
  const checked = worker.logs.filter(({ event }) => String(event).startsWith("claim-"));
  const by = checked[0]?.["by"];
  expect(by).toMatch(/./);
  expect(checked).toMatchObject([
    { event: "claim-refused", by, task_id: "nonsense" },
    { event: "claim-refused", by, task_id: other },
    { event: "claim-refused", by, task_id: null },
    { event: "claim-confirmed", by, task_id: own?.id },
  ]);
  simulator.advance(3_700_000);
  await system.until(id, "succeeded");
  expect(simulator.tasks().filter(({ model }) => model === EXAMPLE.model)).toHaveLength(1);
});
