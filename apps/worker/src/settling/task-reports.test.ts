import { createLogger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { createTaskReports } from "./task-reports.ts";

it("logs every task with its models or its generation", () => {
  const lines: unknown[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const reports = createTaskReports(
    createLogger("test", { level: "info", pretty: false, destination }),
  );
  const models = ["wan2.1-vace-plus"];
  const task = {
    taskId: "task-9",
    model: null,
    requestId: null,
    status: "RUNNING",
    createdAt: null,
    prompt: null,
  };
  reports.foreign(models, [task]);
  reports.undecided(models, [task]);
  reports.unclaimed(GENERATIONS.running, "task-9");
  const claim = { taskId: "task-9", by: "ann", refusal: null };
  reports.claimChecked(GENERATIONS.running, claim, null);
  reports.claimChecked(GENERATIONS.uncertain, claim, "another prompt");
  const about = { models, task_ids: ["task-9"] };
  expect(lines).toMatchObject([
    { level: 40, event: "tasks-unexplained", ...about },
    { level: 40, event: "lanes-closed", ...about },
    { level: 50, event: "task-unclaimed", task_id: "task-9", generation_id: "gen_01" },
    { level: 30, event: "claim-confirmed", by: "ann", task_id: "task-9", generation_id: "gen_01" },
    { level: 40, event: "claim-refused", by: "ann", refusal: "another prompt" },
  ]);
});
