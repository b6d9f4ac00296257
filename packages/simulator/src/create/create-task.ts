import type { Problem } from "../checks/check.ts";
import type { DuringEffect } from "../faults/fault.ts";
import { isError, PROVIDER_ERRORS } from "../http/provider-error.ts";
import type { Reply } from "../http/reply.ts";
import { refuse, succeed } from "../http/reply.ts";
import { createUuid } from "../ids/uuid.ts";
import type { Throttle } from "../limits/throttle.ts";
import { limitGroupOf } from "../models/catalog.ts";
import type { Uploads } from "../storage/uploads.ts";
import { ossUrlsIn } from "../storage/uploads.ts";
import { failureOfCode } from "../tasks/failure.ts";
import { TASK_TIMEOUT_MS } from "../tasks/schedule.ts";
import type { Task } from "../tasks/task.ts";
import { endOf } from "../tasks/task-status.ts";
import type { TaskStore } from "../tasks/task-store.ts";
import type { TaskSettings } from "./build-task.ts";
import { buildTask } from "./build-task.ts";
import type { CreateRequest, OpenCreateRules, OpenedCreate } from "./open-create.ts";
import { openCreate } from "./open-create.ts";
import { findProblems } from "./problems.ts";

export interface CreatePorts {
  readonly rules: Omit<OpenCreateRules, "now"> & { readonly asyncChecks: ReadonlySet<string> };
  readonly taskSettings: TaskSettings;
  readonly throttle: Pick<Throttle, "takeSubmit" | "hasRoom">;
  readonly store: Pick<TaskStore, "all" | "put">;
  readonly uploads: Pick<Uploads, "problemOf">;
  readonly now: () => number;
  readonly random: () => number;
}

/** Checks a create request, counts it against the limits, and stores its task. */
export function createTask(
  ports: CreatePorts,
  request: CreateRequest,
  requestId: string,
  effect: DuringEffect | null,
): Reply {
  const opened = openCreate(request, { ...ports.rules, now: ports.now });
  if (isError(opened)) return refuse(opened);
  const { account } = request.caller;
  const model = opened.model.id;
  if (!ports.throttle.takeSubmit(account, model)) return refuse(PROVIDER_ERRORS.rateExceeded);
  const now = ports.now();
  if (!ports.throttle.hasRoom(model, inFlight(ports.store.all(), account, model, now)))
    return refuse(PROVIDER_ERRORS.concurrencyExceeded);
  const { refusal, failure } = findProblems(opened, ports.rules.asyncChecks);
  const problem = refusal ?? findUploadProblem(opened, account, ports.uploads);
  if (problem !== null) return refuse({ status: 400, ...problem });
  const id = createUuid(ports.random);
  const facts = { id, requestId, caller: request.caller, failure, now };
  ports.store.put(applyEffect(buildTask(opened, facts, ports.taskSettings), effect));
  return succeed({ output: { task_status: "PENDING", task_id: id } }, id);
}

/** The number of unfinished tasks of one account that share the limits of this model. */
function inFlight(tasks: readonly Task[], account: string, model: string, now: number): number {
  const group = limitGroupOf(model);
  return tasks.filter(
    (task) =>
      task.account === account && limitGroupOf(task.model) === group && endOf(task, now) === null,
  ).length;
}

function findUploadProblem(
  { model, checked }: OpenedCreate,
  account: string,
  uploads: Pick<Uploads, "problemOf">,
): Problem | null {
  const owner = { account, model: model.id };
  const problems = ossUrlsIn(checked.body.input).map((url) => uploads.problemOf(url, owner));
  return problems.find((problem) => problem !== null) ?? null;
}

/** Lets the task get stuck or fail, where a fault says so. */
function applyEffect(task: Task, effect: DuringEffect | null): Task {
  switch (effect?.kind) {
    case "stick":
      return effect.as === "PENDING"
        ? { ...task, readyAt: task.submittedAt + TASK_TIMEOUT_MS }
        : { ...task, runningMs: 2 * TASK_TIMEOUT_MS };
    case "fail-task":
      return { ...task, failure: failureOfCode(effect.code) };
    case "report":
    case "omit-result":
    case "alter-prompt":
    case "lag":
    case "hide-rows":
    case "status-lag":
    case "misreport":
    case "cut-download":
    case "slow-download":
    case "stall-download":
    case "wrong-download":
    case "encode-download":
    case "unsized-download":
    case "send-twice":
    case "send-early":
    case undefined:
      return task;
  }
}
