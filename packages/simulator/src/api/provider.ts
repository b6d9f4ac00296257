import type { CreatePorts } from "../create/create-task.ts";
import { createTask } from "../create/create-task.ts";
import type { CreateRequest } from "../create/open-create.ts";
import type { DuringEffect } from "../faults/fault.ts";
import type { Caller } from "../http/caller.ts";
import { isError, PROVIDER_ERRORS } from "../http/provider-error.ts";
import type { Reply } from "../http/reply.ts";
import { refuse, succeed } from "../http/reply.ts";
import type { Throttle, ThrottleOptions } from "../limits/throttle.ts";
import type { Region } from "../models/regions.ts";
import { uploadPolicy } from "../storage/upload-policy.ts";
import type { Uploads } from "../storage/uploads.ts";
import { statusAt } from "../tasks/task-status.ts";
import type { TaskStore } from "../tasks/task-store.ts";
import { listAnswer } from "./list-answer.ts";
import { quotaAnswer } from "./quota-answer.ts";
import { taskAnswer } from "./task-answer.ts";

/** DashScope's operations. Each is synchronous, so none sees the intermediate state of another. */
export interface Provider {
  readonly create: (
    request: CreateRequest,
    requestId: string,
    effect?: DuringEffect | null,
  ) => Reply;
  readonly get: (caller: Caller, id: string, effect?: DuringEffect | null) => Reply;
  readonly list: (caller: Caller, query: URLSearchParams, effect?: DuringEffect | null) => Reply;
  readonly cancel: (caller: Caller, id: string) => Reply;
  readonly quotas: (query: URLSearchParams) => Reply;
  readonly uploadPolicy: (caller: Caller, query: URLSearchParams) => Reply;
}

export interface ProviderPorts extends CreatePorts {
  readonly rules: CreatePorts["rules"] & Pick<ThrottleOptions, "limitOf">;
  readonly store: Pick<TaskStore, "all" | "find" | "put">;
  readonly throttle: Pick<Throttle, "takeSubmit" | "hasRoom" | "takeQuery" | "takeUpload">;
  readonly uploads: Pick<Uploads, "problemOf" | "grant">;
  readonly region: Region;
  readonly showsPromptEarly: boolean;
  readonly resultOrigin: string;
}

export function createProvider(ports: ProviderPorts): Provider {
  const { store, throttle, uploads, resultOrigin, now } = ports;
  const tasksOf = (account: string) => store.all().filter((task) => task.account === account);
  const findTask = (account: string, id: string) => {
    const task = store.find(id);
    return task?.account === account ? task : undefined;
  };
  return {
    create: (request, requestId, effect = null) => createTask(ports, request, requestId, effect),
    get: ({ account }, id, effect = null) => {
      if (!throttle.takeQuery(account, "get")) return refuse(PROVIDER_ERRORS.rateExceeded);
      const { showsPromptEarly } = ports;
      const context = { resultOrigin, showsPromptEarly, now: now(), effect };
      return succeed(taskAnswer(id, findTask(account, id), context), id);
    },
    list: ({ account }, query, effect = null) => {
      if (!throttle.takeQuery(account, "list")) return refuse(PROVIDER_ERRORS.rateExceeded);
      const context = { now: now(), region: ports.region, effect };
      const answer = listAnswer(tasksOf(account), query, context);
      return isError(answer) ? refuse(answer) : succeed(answer);
    },
    cancel: ({ account }, id) => {
      if (!throttle.takeQuery(account, "cancel")) return refuse(PROVIDER_ERRORS.rateExceeded);
      const task = findTask(account, id);
      const at = now();
      if (task === undefined || statusAt(task, at) !== "PENDING")
        return { ...refuse(PROVIDER_ERRORS.notCancelable), taskId: id };
      store.put({ ...task, life: { phase: "canceled", at } });
      return succeed({}, id);
    },
    quotas: (query) => {
      const answer = quotaAnswer([...ports.rules.models], query, ports.rules.limitOf);
      return isError(answer) ? refuse(answer) : succeed(answer);
    },
    uploadPolicy: ({ account }, query) => {
      const model = query.get("model");
      if (query.get("action") !== "getPolicy") return refuse(PROVIDER_ERRORS.pathUnknown);
      if (model === null) return refuse(PROVIDER_ERRORS.modelMissing);
      if (!throttle.takeUpload(account, model)) return refuse(PROVIDER_ERRORS.rateExceeded);
      const facts = { account, model, uploadHost: resultOrigin, now: now(), uploads };
      return succeed({ data: uploadPolicy(facts) });
    },
  };
}
