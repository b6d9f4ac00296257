import { createLogger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { FAILURE, GENERATIONS } from "../../test/fixtures/generations.ts";
import { createTaskReports } from "./task-reports.ts";

function reportsWithLog() {
  const lines: unknown[] = [];
  const counts: string[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const reports = createTaskReports(
    createLogger("test", { level: "info", pretty: false, destination }),
    {
      ambiguous: (model) => void counts.push(model),
      doubted: (doubt) => void counts.push(doubt),
      late: (model, isAdopted) => void counts.push(`late ${model} ${isAdopted}`),
      unlisted: (account, isUnlisted) => void counts.push(`${account} ${isUnlisted}`),
    },
    true,
  );
  return { reports, lines, counts };
}

it("logs every task with its models or its generation", () => {
  const { reports, lines, counts } = reportsWithLog();
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
  reports.closed(models, "because");
  reports.unclaimed(GENERATIONS.running, "task-9");
  const claim = { taskId: "task-9", by: "ann", refusal: null };
  reports.claimChecked(GENERATIONS.running, claim, null);
  reports.claimChecked(GENERATIONS.uncertain, claim, "another prompt");
  reports.notExclusive("default", "task-9 is foreign");
  const about = { models, task_ids: ["task-9"] };
  expect(lines).toMatchObject([
    { level: "warn", event: "tasks-unexplained", ...about },
    { level: "warn", event: "lanes-closed", models, msg: "because" },
    { level: "error", event: "task-unclaimed", task_id: "task-9", generation_id: "gen_01" },
    {
      level: "info",
      event: "claim-confirmed",
      by: "ann",
      task_id: "task-9",
      generation_id: "gen_01",
    },
    { level: "warn", event: "claim-refused", by: "ann", refusal: "another prompt" },
    { level: "error", event: "account-not-exclusive", account: "default" },
  ]);

  lines.length = 0;
  const place = { account: "default", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
  const doubt = { doubt: "clock-jumped", message: "a clock was set" } as const;
  for (const _ of ["now", "again"]) {
    reports.emptied(0);
    reports.ambiguous(GENERATIONS.uncertain, [task]);
    reports.doubted(GENERATIONS.uncertain, doubt);
    reports.unlisted(place, FAILURE);
  }
  reports.listed(place);
  reports.unlisted(place, FAILURE);
  reports.late(GENERATIONS.uncertain, "task-9");
  reports.appeared(GENERATIONS.running, "task-9");
  for (const _ of ["now", "again"]) reports.lateUndecided(GENERATIONS.queued, [task]);
  expect(lines).toMatchObject([
    { level: "warn", event: "redis-empty", since: "1970-01-01T00:00:00.000Z" },
    { level: "error", event: "tasks-ambiguous", generation_id: "gen_01", task_ids: ["task-9"] },
    { level: "warn", event: "absence-unproven", generation_id: "gen_01", doubt: "clock-jumped" },
    { level: "warn", event: "tasks-unlisted", account: "default", kind: "network" },
    { level: "warn", event: "tasks-unlisted", account: "default" },
    { level: "warn", event: "task-late", task_id: "task-9" },
    { level: "warn", event: "task-appeared", status: "running", task_id: "task-9" },
    { level: "error", event: "task-late-undecided", task_ids: ["task-9"] },
  ]);
  const { model } = GENERATIONS.uncertain.request;
  expect(counts).toEqual([
    model,
    ...[1, 2].flatMap(() => ["clock-jumped", "default true"]),
    "default false",
    "default true",
    `late ${model} true`,
    `late ${model} false`,
  ]);
});

it("says what lasts once, however much else is said, and forgets what is over", () => {
  const { reports, lines } = reportsWithLog();
  const doubt = { doubt: "clock-jumped", message: "a clock was set" } as const;
  const { uncertain } = GENERATIONS;
  const about = (id: string) => reports.doubted({ ...uncertain, id }, doubt);
  about("over");
  for (let number = 0; number < 1_000; number += 1) {
    about("lasting");
    about(String(number));
  }
  expect(lines).toHaveLength(1_002);
  about("over");
  about("lasting");
  expect(lines).toHaveLength(1_003);
});

it("names the tenant, the model, the lane and the trace of a generation in each line", () => {
  const { reports, lines } = reportsWithLog();
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const uncertain = { ...GENERATIONS.uncertain, traceparent };
  const claim = { taskId: "task-9", by: "ann", refusal: null };
  reports.unclaimed(uncertain, "task-9");
  reports.claimChecked(uncertain, claim, null);
  reports.claimChecked(uncertain, claim, "another prompt");
  reports.ambiguous(uncertain, []);
  reports.doubted(uncertain, { doubt: "clock-jumped", message: "a clock was set" });
  reports.late(uncertain, "task-9");
  reports.lateUndecided(uncertain, []);
  reports.appeared(uncertain, "task-9");
  const { tenant, request } = uncertain;
  expect(lines).toHaveLength(8);
  for (const line of lines)
    expect(line).toMatchObject({
      generation_id: "gen_01",
      tenant,
      model: request.model,
      lane: `default:${request.model}`,
      trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
    });
});
