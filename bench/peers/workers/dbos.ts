import { DBOS } from "@dbos-inc/dbos-sdk";

import { assignment, createTask, readStatus, report } from "../provider.ts";

/**
 * As in DBOS's documentation, "Workflows" and "Steps": a workflow that is recovered when the
 * process restarts.
 */
const { baseUrl, databaseUrl, pollMs, prompts } = assignment();
DBOS.setConfig({ name: "peers", systemDatabaseUrl: databaseUrl, logLevel: "error" });

const generate = DBOS.registerWorkflow(
  async (prompt: string) => {
    const taskId = await DBOS.runStep(() => createTask(baseUrl, prompt), { name: "create" });
    for (;;) {
      const status = await DBOS.runStep(() => readStatus(baseUrl, taskId), { name: "poll" });
      if (status === "SUCCEEDED") break;
      if (status === "FAILED") throw new Error("the task failed");
      await DBOS.sleepms(pollMs);
    }
    report("finished");
  },
  { name: "generate" },
);

await DBOS.launch();
for (const prompt of prompts) {
  const handle = await DBOS.startWorkflow(generate, { workflowID: prompt })(prompt);
  void handle.getResult().catch(() => report("failed"));
}
