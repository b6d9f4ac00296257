import type { Caller } from "../http/access.ts";
import { limitGroupOf } from "../models/catalogue.ts";
import {
  buildTask,
  failureOfCode,
  findProblems,
  openCreate,
  type CreateRequest,
} from "./create.ts";
import type { Manner } from "../faults/fault.ts";
import { createUuid } from "../http/identity.ts";
import { listAnswer } from "./list.ts";
import { providerErrors, type ProviderError } from "../http/provider-error.ts";
import { refuse, succeed, type Reply } from "../http/reply.ts";
import { longestLifeMs } from "./schedule.ts";
import type { Settings } from "../settings/settings.ts";
import { taskAnswer } from "./task-answer.ts";
import { endOf, statusAt } from "./task-status.ts";
import type { TaskStore } from "./task-store.ts";
import type { Task } from "./task.ts";
import type { Throttle } from "../limits/throttle.ts";
import { uploadPolicy } from "../http/upload.ts";
import { ossUrlsIn, type Uploads } from "../http/uploads.ts";

/** DashScope's operations. Each runs without a pause, so none ever sees half of another. */
export type Provider = {
  readonly create: (request: CreateRequest, requestId: string, manner?: Manner | null) => Reply;
  readonly get: (caller: Caller, id: string, manner?: Manner | null) => Reply;
  readonly list: (caller: Caller, query: URLSearchParams, manner?: Manner | null) => Reply;
  readonly uploadPolicy: (caller: Caller, query: URLSearchParams) => Reply;
  readonly cancel: (caller: Caller, id: string) => Reply;
};

export type ProviderParts = {
  readonly settings: Settings;
  readonly store: TaskStore;
  readonly throttle: Throttle;
  readonly resultOrigin: string;
  readonly uploads: Uploads;
};

export function createProvider(parts: ProviderParts): Provider {
  const { settings, store, throttle, resultOrigin, uploads } = parts;
  const tasksOf = (account: string) => store.all().filter((task) => task.account === account);
  const taskOf = (account: string, id: string) => {
    const task = store.find(id);
    return task?.account === account ? task : undefined;
  };
  return {
    create: (request, requestId, manner = null) => createTask(parts, request, requestId, manner),
    get: ({ account }, id, manner = null) => {
      if (!throttle.takeQuery(account, "get")) return refuse(providerErrors.rateExceeded);
      const { showsPromptEarly, now } = settings;
      const context = { resultOrigin, showsPromptEarly, now: now(), manner };
      return succeed(taskAnswer(id, taskOf(account, id), context), id);
    },
    list: ({ account }, query, manner = null) => {
      if (!throttle.takeQuery(account, "list")) return refuse(providerErrors.rateExceeded);
      const now = settings.now();
      const shown = shownTasks(tasksOf(account), now, manner);
      const answer = listAnswer(shown, query, { now, region: settings.region });
      return isError(answer) ? refuse(answer) : succeed(answer);
    },
    uploadPolicy: ({ account }, query) => {
      const model = query.get("model");
      if (query.get("action") !== "getPolicy") return refuse(providerErrors.pathUnknown);
      if (model === null) return refuse(providerErrors.modelMissing);
      if (!throttle.takeUpload(account, model)) return refuse(providerErrors.rateExceeded);
      return uploadPolicy({
        account,
        model,
        uploadHost: resultOrigin,
        now: settings.now(),
        uploads,
      });
    },
    cancel: ({ account }, id) => {
      if (!throttle.takeQuery(account, "cancel")) return refuse(providerErrors.rateExceeded);
      const task = taskOf(account, id);
      const at = settings.now();
      if (task === undefined || statusAt(task, at) !== "PENDING") {
        return { ...refuse(providerErrors.notCancelable), taskId: id };
      }
      store.put({ ...task, life: { phase: "canceled", at } });
      return succeed({}, id);
    },
  };
}

/** The list lags behind, or has holes, where it is told to. */
function shownTasks(tasks: readonly Task[], now: number, manner: Manner | null): readonly Task[] {
  if (manner?.kind === "lag")
    return tasks.filter(({ submittedAt }) => submittedAt <= now - manner.ms);
  return manner?.kind === "hide-rows" ? tasks.slice(0, -manner.count) : tasks;
}

function createTask(
  parts: ProviderParts,
  request: CreateRequest,
  requestId: string,
  manner: Manner | null,
): Reply {
  const { settings, store, throttle } = parts;
  const opened = openCreate(request, settings);
  if (isError(opened)) return refuse(opened);
  const { account } = request.caller;
  const model = opened.model.id;
  if (!throttle.takeSubmit(account, model)) return refuse(providerErrors.rateExceeded);
  const now = settings.now();
  const group = limitGroupOf(model);
  const inFlight = store
    .all()
    .filter(
      (task) =>
        task.account === account && limitGroupOf(task.model) === group && endOf(task, now) === null,
    );
  if (!throttle.hasRoom(model, inFlight.length)) return refuse(providerErrors.concurrencyExceeded);
  const { refusal, failure } = findProblems(opened, settings.asyncChecks);
  const lost = ossUrlsIn(opened.checked.body.input)
    .map((url) => parts.uploads.problemOf(url, { account, model }))
    .find((problem) => problem !== null);
  if (refusal !== null) return refuse({ status: 400, ...refusal });
  if (lost) return refuse({ status: 400, ...lost });
  const id = createUuid(settings.random);
  const facts = { id, requestId, caller: request.caller, failure, now };
  store.put(bent(buildTask(opened, facts, settings), manner));
  return succeed({ output: { task_status: "PENDING", task_id: id } }, id);
}

/** A task that never starts, never ends or fails, where it is told to. */
function bent(task: Task, manner: Manner | null): Task {
  switch (manner?.kind) {
    case "stick":
      return manner.as === "PENDING"
        ? { ...task, readyAt: task.submittedAt + longestLifeMs }
        : { ...task, runningMs: 2 * longestLifeMs };
    case "fail-task":
      return { ...task, failure: failureOfCode(manner.code) };
    case "report":
    case "omit-result":
    case "lag":
    case "hide-rows":
    case "cut-download":
    case "slow-download":
    case "send-twice":
    case "send-early":
    case undefined:
      return task;
  }
}

function isError(value: object): value is ProviderError {
  return "code" in value && "status" in value;
}
