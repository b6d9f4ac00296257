import { Logger, run } from "graphile-worker";

import { assignment, createTask, readStatus, report } from "../provider.ts";

/**
 * As in graphile-worker's documentation, "Library mode": a job creates the task and adds a job that
 * polls, which adds the next one.
 */
const { baseUrl, databaseUrl, pollMs, prompts } = assignment();

const runner = await run({
  connectionString: databaseUrl,
  concurrency: 10,
  noHandleSignals: true,
  logger: new Logger(() => () => {}),
  taskList: {
    async create(payload, { addJob }) {
      const { prompt } = payload as { prompt: string };
      await addJob("poll", { taskId: await createTask(baseUrl, prompt) });
    },
    async poll(payload, { addJob }) {
      const { taskId } = payload as { taskId: string };
      const status = await readStatus(baseUrl, taskId);
      if (status === "FAILED") throw new Error("the task failed");
      if (status === "SUCCEEDED") report("finished");
      else await addJob("poll", { taskId }, { runAt: new Date(Date.now() + pollMs) });
    },
  },
});
runner.events.on("job:failed", () => report("failed"));
for (const prompt of prompts) await runner.addJob("create", { prompt });
