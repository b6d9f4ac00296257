import type {
  AccountGate,
  Archiving,
  Generation,
  GenerationStore,
  JobData,
  Queued,
  Stage,
} from "@dashqueue/queue/internal";
import { isInFlight, isTerminal } from "@dashqueue/queue/internal";

import { createHandOver } from "../loop/hand-over.ts";
import type { FreshTasks } from "../accounts/fresh-tasks.ts";
import { createFreshTasks } from "../accounts/fresh-tasks.ts";
import type { StageRun } from "../loop/run-stage.ts";
import type { ServeNext } from "../loop/run-ticket.ts";
import type { Stages } from "../loop/stage-workers.ts";
import { generationsWithLostTask, openAttempts } from "../settling/open-generations.ts";
import type { ArchivePorts } from "../stages/archive.ts";
import { archive } from "../stages/archive.ts";
import type { NotifyPorts } from "../stages/notify.ts";
import { notify } from "../stages/notify.ts";
import type { PollPorts } from "../stages/poll.ts";
import { poll } from "../stages/poll.ts";
import { submit, submitNext } from "../stages/submit.ts";
import type { SubmitAdapters } from "./submit-ports.ts";
import { submitPorts } from "./submit-ports.ts";

/** The seam between the stages and the outside: real adapters here, models in the tests. */
export interface StageAdapters
  extends
    SubmitAdapters,
    Pick<PollPorts, "paceMs" | "learn" | "hinted" | "unreported">,
    NotifyPorts {
  readonly store: SubmitAdapters["store"] & Pick<GenerationStore, "change" | "get" | "allLooks">;
  readonly gate: SubmitAdapters["gate"] & Pick<AccountGate, "exclusiveSince" | "contradict">;
  readonly storeFile: ArchivePorts["store"];
  readonly holdsFile: ArchivePorts["holds"];
}

/** Builds the four stages, in the order in which a generation passes through them. */
export function createStages(adapters: StageAdapters): Stages & { readonly serveNext: ServeNext } {
  const { provider, store, now } = adapters;
  const submission = submitPorts(adapters);
  const freshTasks = createFreshTasks(now);
  const handOver = createHandOver(now);
  const polling = pollPorts(adapters, freshTasks);
  const archiving: ArchivePorts = {
    readTask: async (generation, signal) =>
      freshTasks.take(generation.task.id) ?? (await provider.readTask(generation, signal)),
    holds: adapters.holdsFile,
    store: adapters.storeFile,
    record: store.change,
    now,
  };
  return {
    serveNext: (ticket, { onParked, signal }) => submitNext(ticket, submission, onParked, signal),
    submit: stageOf("submit", isQueued, (generation, { signal }) =>
      submit(generation, submission, signal),
    ),
    poll: stageOf("poll", isInFlight, async (generation, { signal }) =>
      handOver.keep(await poll(generation, polling, signal)),
    ),
    archive: {
      ...stageOf("archive", isArchiving, (generation, context) =>
        archive(generation, archiving, context),
      ),
      handedOver: handOver.take,
    },
    notify: stageOf("notify", hasMessage, (generation, { data, signal }) =>
      notify(generation, data, adapters, signal),
    ),
  };
}

function pollPorts(adapters: StageAdapters, freshTasks: FreshTasks): PollPorts {
  const { provider, findModel, store, gate, accounts, reports, delays } = adapters;
  const isDeclared = (name: string) =>
    accounts.some((account) => account.name === name && account.exclusive);
  return {
    ...adapters,
    async readTask(generation, signal) {
      const answer = await provider.readTask(generation, signal);
      freshTasks.keep(answer);
      return answer;
    },
    cancelTask: provider.cancelTask,
    listTasks: provider.listTasks,
    readTaskAt: provider.readTaskAt,
    clockAheadMs: provider.clockAheadMs,
    ownersOf: store.ownersOf,
    async tenantOfTask(taskId) {
      const [owner] = await store.ownersOf([taskId]);
      return typeof owner === "string" ? ((await store.get(owner))?.tenant ?? null) : null;
    },
    knownTasks: store.knownTasks,
    openAttempts: (uncertain) => openAttempts(store, uncertain, findModel),
    generationsWithLostTask: () => generationsWithLostTask(store),
    exclusiveSince: async (account) => (isDeclared(account) ? gate.exclusiveSince(account) : null),
    async notExclusive(account, contradiction) {
      if (await gate.contradict(account, contradiction))
        reports.notExclusive(account, contradiction);
    },
    serverChange: gate.serverChange,
    record: store.change,
    waits: delays,
  };
}

/**
 * Wraps a stage for its own kind of record as a stage for any; `accepts` is checked before `run`.
 */
function stageOf<G extends Generation>(
  stage: Stage,
  accepts: (generation: Generation, data: JobData) => generation is G,
  run: StageRun<G>["run"],
): StageRun<Generation> {
  return {
    stage,
    accepts: (generation, data): generation is Generation => accepts(generation, data),
    run: (generation, context) => {
      if (!accepts(generation, context.data))
        throw new Error(
          `the ${stage} stage cannot handle a generation that is ${generation.status}`,
        );
      return run(generation, context);
    },
  };
}

const isQueued = (generation: Generation): generation is Queued => generation.status === "queued";
const isArchiving = (generation: Generation): generation is Archiving =>
  generation.status === "archiving";
/** The message of an open generation is about an earlier revision of it. */
const hasMessage = (
  generation: Generation,
  { revision, repeats }: JobData,
): generation is Generation =>
  isTerminal(generation.status) || revision !== undefined || repeats !== undefined;
