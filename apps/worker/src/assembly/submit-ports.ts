import type { UploadStore } from "@dashqueue/archive";
import type { CreateAnswer } from "@dashqueue/dashscope";
import type {
  AccountGate,
  Delays,
  GenerationStore,
  ModelInLane,
  Queued,
  Queues,
  UploadPlaces,
} from "@dashqueue/queue/internal";
import { jobOf, laneName, nextLane, storedLane } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";
import { accountsFor, placeOf } from "../accounts/accounts.ts";
import { bringUploads } from "../accounts/bring-uploads.ts";
import type { Provider } from "../accounts/provider.ts";
import type { AdmissionPorts } from "../lanes/admission.ts";
import { admit } from "../lanes/admission.ts";
import type { DoorPorts } from "../lanes/door.ts";
import { waitAtDoor } from "../lanes/door.ts";
import { admitNext } from "../line/next-in-line.ts";
import { isUnaffordable } from "../lanes/daily-limit.ts";
import type { KeyRefusals } from "../lanes/key-refusals.ts";
import type { LateTaskPorts } from "../late-tasks/find-late-task.ts";
import { findLateTask } from "../late-tasks/find-late-task.ts";
import { generationsThatMayBuy, generationsWithoutTask } from "../settling/open-generations.ts";
import type { RestartCheckPorts } from "../settling/restart-check.ts";
import { checkAfterRestart } from "../settling/restart-check.ts";
import type { TaskReports } from "../settling/task-reports.ts";
import type { SubmitPorts } from "../stages/submit.ts";
import type { LineAdapters } from "./line-ports.ts";
import { linePorts } from "./line-ports.ts";

/** What submission needs from outside: the provider, Redis, the uploads, the clock. */
export interface SubmitAdapters extends LineAdapters {
  readonly provider: Provider;
  readonly store: Pick<
    GenerationStore,
    "get" | "begin" | "change" | "expire" | "persist" | "list" | "ownersOf" | "knownTasks"
  >;
  readonly queues: Pick<Queues, "ensure">;
  readonly gate: LineAdapters["gate"] &
    Pick<AccountGate, "serverChange" | "sawList" | "closeUnchecked" | "checked">;
  readonly isNew: RestartCheckPorts["isNew"];
  readonly uploads: UploadPlaces & Pick<UploadStore, "use" | "copy">;
  readonly bell: DoorPorts["bell"];
  readonly sleep: DoorPorts["sleep"];
  readonly keyRefusals: Pick<KeyRefusals, "waitMs">;
  readonly spendLimits: AdmissionPorts["spendLimits"];
  readonly overLimit: AdmissionPorts["overLimit"];
  readonly overBudget: DoorPorts["overBudget"];
  readonly isCollectable: AdmissionPorts["isCollectable"];
  /** Applies the answer to a create request to its lane and account. */
  react(created: ModelInLane, answer: CreateAnswer, isCalm?: boolean): Promise<void>;
  readonly reports: TaskReports;
  readonly delays: Delays;
  now(): number;
  /** Reads the shared clock again: this process may have hung. */
  readTime(): Promise<number>;
  random(): number;
}

export function submitPorts(adapters: SubmitAdapters): SubmitPorts {
  const { provider, queues, store, delays, reports, now, readTime } = adapters;
  const door = doorPorts(adapters);
  const line = linePorts(adapters, door);
  return {
    enter: (queued, signal) => waitAtDoor(queued, door, signal),
    enterNext: (ticket, onParked, signal) => admitNext(ticket, line, onParked, signal),
    putLast: ({ id, tenant, request: { model } }, delayMs) =>
      adapters.line.park({ id, model, tenant }, delayMs, "last"),
    async watch(submitting) {
      const job = jobOf(submitting, delays, now());
      // The poll job of an earlier attempt may be kept. That of one which Redis has forgotten would
      // hide this one, until the repair pass looks.
      const before = submitting.attempts === 1 ? "none" : "unknown";
      if (job !== null) await queues.ensure(job, before);
    },
    persist: store.persist,
    create: provider.create,
    record: store.change,
    unclaimed: reports.unclaimed,
    react: ({ attempt, request: { model } }, answer, isCalm) =>
      adapters.react({ lane: storedLane(attempt), model }, answer, isCalm),
    readTime,
    waits: delays,
    now,
  };
}

function doorPorts(adapters: SubmitAdapters): DoorPorts {
  const { accounts, findModel, spendLimits, bell, keyRefusals } = adapters;
  const admission = admissionPorts(adapters);
  const late = lateTaskPorts(adapters);
  const doorOn = (account: Account, queued: Queued) => ({
    name: laneName(nextLane(queued, account.name, findModel)),
    admit: (signal: AbortSignal) => admit(queued, account, admission, signal),
  });
  return {
    bell,
    sleep: adapters.sleep,
    doorsFor(queued) {
      const affordable = accountsFor(queued, accounts, adapters).filter(
        (account) => !isUnaffordable(queued, account, spendLimits),
      );
      if (affordable.length === 0) return { kind: "unaffordable" };
      const usable = affordable.filter(({ name }) => keyRefusals.waitMs(name) === 0);
      if (usable.length === 0) return { kind: "key-refused" };
      return { kind: "doors", doors: usable.map((account) => doorOn(account, queued)) };
    },
    findLateTask: (queued, signal) => findLateTask(queued, late, signal),
    overBudget: adapters.overBudget,
    now: adapters.now,
    checkAfterRestart: restartCheck(adapters),
  };
}

function admissionPorts(adapters: SubmitAdapters): AdmissionPorts {
  const { accounts, provider, uploads, store, laneLimits, spendLimits, overLimit, random } =
    adapters;
  const { isCollectable, findModel } = adapters;
  return {
    clockAheadMs: (account, signal) => provider.clockAheadMs(placeOf(account), signal),
    waits: adapters.delays,
    bringUploads: (queued, account, signal) =>
      bringUploads(queued, account.name, {
        ...uploads,
        send: (file) => provider.upload(placeOf(account), queued.request.model, file, signal),
        newName: () => `${queued.id}-${random().toString(36).slice(2)}`,
        isOnlyAccount: accounts.length === 1,
      }),
    isCollectable,
    store,
    findModel,
    laneLimits,
    expectedMs: adapters.expectedMs,
    spendLimits,
    overLimit,
  };
}

export function lateTaskPorts({
  provider,
  findModel,
  store,
  reports,
  delays,
  now,
}: Pick<
  SubmitAdapters,
  "provider" | "findModel" | "store" | "reports" | "delays" | "now"
>): LateTaskPorts {
  return {
    ...provider,
    findModel,
    ownersOf: store.ownersOf,
    knownTasks: store.knownTasks,
    generationsWithoutTask: () => generationsWithoutTask(store),
    record: store.change,
    reports,
    waits: delays,
    now,
  };
}

/** Returns a function that makes the next step of the check after a restart of Redis. */
export function restartCheck(adapters: RestartCheckAdapters): DoorPorts["checkAfterRestart"] {
  const ports = restartCheckPorts(adapters);
  return (queued, signal) => checkAfterRestart(queued, ports, signal);
}

type RestartCheckAdapters = Pick<
  SubmitAdapters,
  "accounts" | "findModel" | "provider" | "store" | "gate" | "isNew" | "reports" | "delays" | "now"
>;

function restartCheckPorts(adapters: RestartCheckAdapters): RestartCheckPorts {
  const { accounts, findModel, provider, store, gate, reports, delays, now } = adapters;
  return {
    places: accounts.map(placeOf),
    listTasks: provider.listTasks,
    readTaskAt: provider.readTaskAt,
    ownersOf: store.ownersOf,
    knownTasks: store.knownTasks,
    findModel,
    generationsThatMayBuy: () => generationsThatMayBuy(store),
    record: store.change,
    serverChange: gate.serverChange,
    isNew: adapters.isNew,
    sawList: gate.sawList,
    closeUnchecked: gate.closeUnchecked,
    checked: gate.checked,
    reports,
    now,
    waits: delays,
  };
}
