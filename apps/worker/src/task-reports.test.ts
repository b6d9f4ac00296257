import { createLogger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { GENERATIONS } from "./__fixtures__/generations.ts";
import { createTaskReports } from "./task-reports.ts";

it("names every task, its lane or its generation, and says what to do", () => {
  const lines: unknown[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const reports = createTaskReports(createLogger("test", { level: "info", pretty: false, destination }));
  const lane = { account: "default", model: "wan2.1-vace-plus" };
  const task = { taskId: "task-9", requestId: null, status: "RUNNING", createdAt: null, prompt: null };
  reports.foreign(lane, [task]);
  reports.undecided(lane, [task]);
  reports.unclaimed(GENERATIONS.running, "task-9");
  const about = { lane: "default:wan2.1-vace-plus", task_ids: ["task-9"] };
  expect(lines).toMatchObject([
    { level: 40, event: "tasks-unexplained", ...about },
    { level: 40, event: "lane-closed", ...about },
    { level: 50, event: "task-unclaimed", task_id: "task-9", generation_id: "gen_01" },
  ]);
});
