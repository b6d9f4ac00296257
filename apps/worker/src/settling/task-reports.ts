import type { Claim, Failure, Generation } from "@dashqueue/queue/internal";
import { logFieldsOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Place } from "../accounts/accounts.ts";
import type { Candidate } from "./candidates.ts";
import type { Doubt } from "./proof.ts";

/** Reports what is found, or cannot be found, among the provider's tasks. */
export interface TaskReports {
  /** After a restart of Redis: tasks of another system, or of records that Redis lost entirely. */
  foreign(models: readonly string[], tasks: readonly Candidate[]): void;
  /** After a restart of Redis: why no create request of these models is sent yet. */
  closed(models: readonly string[], why: string): void;
  /** Redis holds nothing of what it held before this time. */
  emptied(at: number): void;
  /** A create request made a task that its generation did not keep. */
  unclaimed(generation: Generation, taskId: string): void;
  /** What a person said about a lost create request was checked; `refusal` contradicts it. */
  claimChecked(generation: Generation, claim: Claim, refusal: string | null): void;
  /** Several tasks may be this generation's, and no further search can identify it. */
  ambiguous(generation: Generation, tasks: readonly Candidate[]): void;
  /** A list without the task proves nothing. */
  doubted(generation: Generation, doubt: { readonly doubt: Doubt; readonly message: string }): void;
  /** A lost create request made its task much later than expected. */
  late(generation: Generation, taskId: string): void;
  /** A task may be the one of a generation that was to be bought again. */
  lateUndecided(generation: Generation, tasks: readonly Candidate[]): void;
  /** A task appeared after its absence was proven, and another one was bought. */
  appeared(generation: Generation, taskId: string): void;
  /** Another system uses an account that is declared as exclusive. */
  notExclusive(account: string, contradiction: string): void;
  /** The account's tasks cannot be listed, so nothing can be settled. */
  unlisted(place: Place, failure: Failure): void;
  /** They can be listed. */
  listed(place: Place): void;
}

/** What to do about an account that is declared as exclusive, but is not. */
export const NOT_EXCLUSIVE_ADVICE =
  "The declaration is ignored: lost create requests are found more slowly. Remove `exclusive` of the account, or DASHSCOPE_EXCLUSIVE. To declare it again later, start every worker without it first.";

export interface ReportCounters {
  ambiguous(model: string): void;
  doubted(doubt: Doubt): void;
  late(model: string, isAdopted: boolean): void;
  unlisted(account: string, isUnlisted: boolean): void;
}

/**
 * Logs and counts each finding. What lasts is logged once.
 *
 * @param isTraced whether spans are sent, so that each generation has a trace
 */
export function createTaskReports(
  logger: Logger,
  counters: ReportCounters,
  isTraced: boolean,
): TaskReports {
  const about = (generation: Generation) => ({
    ...logFieldsOf(generation, isTraced),
    status: generation.status,
  });
  const output: Output = { logger, counters, said: new Set(), about };
  return { ...restartReports(output), ...settlingReports(output), ...lateReports(output) };
}

interface Output {
  readonly logger: Logger;
  readonly counters: ReportCounters;
  readonly said: Set<string>;
  /** What each line says of the generation that it is about. */
  about(generation: Generation): object;
}

type RestartReports = Pick<TaskReports, "foreign" | "closed" | "emptied">;

function restartReports({ logger, said }: Output): RestartReports {
  return {
    foreign(models, tasks) {
      logger.warn(
        { event: "tasks-unexplained", models, task_ids: idsOf(tasks) },
        "redis restarted, and no generation owns these tasks of the provider: another system may own them, or their records were lost. Run `npm run recover` to list and download them.",
      );
    },
    closed(models, why) {
      logger.warn({ event: "lanes-closed", models }, why);
    },
    emptied(at) {
      if (!isNews(said, `emptied ${at}`)) return;
      logger.warn(
        { event: "redis-empty", since: new Date(at).toISOString() },
        "redis held no data of dashqueue at this time. If this Redis is not new, it has lost every record: the provider's tasks of the last day are compared before a create request is sent, and `npm run recover` lists them.",
      );
    },
  };
}

type LateReports = Pick<TaskReports, "late" | "lateUndecided" | "appeared">;

function lateReports({ logger, counters, said, about }: Output): LateReports {
  return {
    late(generation, taskId) {
      counters.late(generation.request.model, true);
      logger.warn(
        { event: "task-late", ...about(generation), task_id: taskId },
        "the task of a lost create request appeared late: the provider needs longer than DASHSCOPE_TIMEOUT_MS",
      );
    },
    lateUndecided(generation, tasks) {
      if (!isNews(said, `late ${generation.id}`)) return;
      logger.error(
        { event: "task-late-undecided", ...about(generation), task_ids: idsOf(tasks) },
        "one of these tasks may belong to a lost create request whose absence was proven. The generation is not submitted again until they are identified or the provider deletes them. If they belong to another system, run `npm run recover -- --disown`.",
      );
    },
    appeared(generation, taskId) {
      counters.late(generation.request.model, false);
      logger.warn(
        { event: "task-appeared", ...about(generation), task_id: taskId },
        "the task of a lost create request appeared after its absence was proven and another one was made: both are charged. Run `npm run recover -- --archive` to download its result, and raise RECONCILE_AFTER_MS.",
      );
    },
  };
}

type SettlingReports = Omit<TaskReports, keyof LateReports | keyof RestartReports>;

function settlingReports({ logger, counters, said, about }: Output): SettlingReports {
  return {
    unclaimed(generation, taskId) {
      logger.error(
        { event: "task-unclaimed", ...about(generation), task_id: taskId },
        "a create request made a task that its generation did not keep, and the task will be charged. Run `npm run recover -- --archive` to download its result.",
      );
    },
    claimChecked(generation, { taskId, by }, refusal) {
      const entry = { ...about(generation), task_id: taskId, by };
      if (refusal === null)
        logger.info({ event: "claim-confirmed", ...entry }, "generation resolved by a person");
      else
        logger.warn(
          { event: "claim-refused", ...entry, refusal },
          "resolution by a person refused",
        );
    },
    ambiguous(generation, tasks) {
      const { id } = generation;
      if (!isNews(said, `ambiguous ${id}`)) return;
      counters.ambiguous(generation.request.model);
      logger.error(
        { event: "tasks-ambiguous", ...about(generation), task_ids: idsOf(tasks) },
        `the answer to a create request was lost, and the worker cannot tell which of these tasks it made. Look at them in the provider's console, then POST /v1/generations/${id}/resolve; until then the generation keeps its slot, for a day at most.`,
      );
    },
    doubted(generation, { doubt, message }) {
      const { id } = generation;
      counters.doubted(doubt);
      if (!isNews(said, `${doubt} ${id}`)) return;
      logger.warn(
        { event: "absence-unproven", ...about(generation), doubt },
        `the answer to a create request was lost, and it stays uncertain: ${message}. To settle it now, POST /v1/generations/${id}/resolve.`,
      );
    },
    notExclusive(account, contradiction) {
      logger.error(
        { event: "account-not-exclusive", account },
        `another system uses the account, although it is declared as exclusive: ${contradiction}. ${NOT_EXCLUSIVE_ADVICE}`,
      );
    },
    unlisted({ account, baseUrl }, { kind, code, message }) {
      counters.unlisted(account, true);
      if (!isNews(said, `unlisted ${account} ${baseUrl}`)) return;
      logger.warn(
        { event: "tasks-unlisted", account, kind, code },
        `the provider does not list the account's tasks, so lost create requests stay uncertain, and closed lanes stay closed: ${message}`,
      );
    },
    listed({ account, baseUrl }) {
      counters.unlisted(account, false);
      said.delete(`unlisted ${account} ${baseUrl}`);
    },
  };
}

/** Not more findings than this are expected to last at the same time. */
const MOST_SAID = 1_000;

/** Whether this was not reported before. Forgets the oldest reports. */
function isNews(said: Set<string>, what: string): boolean {
  const isKnown = said.delete(what);
  said.add(what);
  const [oldest] = said;
  if (said.size > MOST_SAID && oldest !== undefined) said.delete(oldest);
  return !isKnown;
}

function idsOf(tasks: readonly Candidate[]): readonly string[] {
  return tasks.map(({ taskId }) => taskId);
}
