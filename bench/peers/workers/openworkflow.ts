import { OpenWorkflow } from "openworkflow";
import { BackendPostgres } from "openworkflow/postgres";

import { assignment, createTask, readStatus, report } from "../provider.ts";

/**
 * As in openworkflow's documentation, "Core concepts": a workflow leased to a worker with a
 * heartbeat.
 */
const { baseUrl, databaseUrl, pollMs, prompts } = assignment();
const client = new OpenWorkflow({ backend: await BackendPostgres.connect(databaseUrl) });

const generate = client.defineWorkflow<{ prompt: string }, null>(
  { name: "generate" },
  async ({ input, step }) => {
    const taskId = await step.run({ name: "create" }, () => createTask(baseUrl, input.prompt));
    for (let poll = 1; ; poll += 1) {
      const status = await step.run({ name: `poll-${poll}` }, () => readStatus(baseUrl, taskId));
      if (status === "SUCCEEDED") break;
      if (status === "FAILED") throw new Error("the task failed");
      await step.sleep(`wait-${poll}`, `${pollMs}ms`);
    }
    await step.run({ name: "report" }, async () => report("finished"));
    return null;
  },
);

await client.newWorker({ concurrency: 10 }).start();
for (const prompt of prompts) {
  const handle = await generate.run({ prompt });
  void handle.result().catch(() => report("failed"));
}
