import type { Generation, Keys } from "@dashqueue/queue/internal";
import { holdsSlot, isTerminal, STATUSES } from "@dashqueue/queue/internal";

import type { ArchiveModel } from "../models/archive-model.ts";
import { miscounted, overspent, mischarged } from "./cost-invariants.ts";
import { createLineCheck } from "./line-invariants.ts";
import type { ModelTask } from "../models/model-task.ts";
import { isPaid } from "../models/model-task.ts";
import type { ModelCreate, ProviderModel } from "../models/provider-model.ts";
import type { RedisModel } from "../models/redis-model.ts";

/** A broken invariant, with the moves that led to it. */
export class Violation extends Error {
  override readonly name = "Violation";
}

export interface Watched {
  readonly redis: RedisModel;
  readonly keys: Keys;
  readonly provider: ProviderModel;
  readonly archive: ArchiveModel;
  readonly lane: { readonly account: string; readonly model: string };
  readonly maxInFlight: number;
  readonly spendLimit: string | null;
  readonly budget: string | null;
  /** Whether all requests differ, so that it matters which generation owns which task. */
  readonly distinct: boolean;
}

export interface Invariants {
  /** Called when a create request leaves. */
  createSent(generationId: string): void;
  /** Called for what must never happen; the next check throws it. */
  violated(problem: string): void;
  /** Called in every state. @throws Violation */
  check(): void;
  /** Called when every generation has ended. @throws Violation */
  checkEnd(): void;
  generations(): readonly Generation[];
  /** Every change of status so far, as "from → to". */
  readonly moves: ReadonlySet<string>;
}

/** The invariants (ARCHITECTURE.md), checked against the models' own truth, not against records. */
export function createInvariants(watched: Watched): Invariants {
  const { redis, keys } = watched;
  const seen = new Map<string, { readonly json: string; readonly generation: Generation }>();
  const problems: string[] = [];
  const moves = new Set<string>();
  let counted: readonly Generation[] = [];
  const checkLine = createLineCheck(watched);

  function read(id: string): Generation {
    const json = redis.hget(keys.generation(id), "record") ?? "null";
    const known = seen.get(id);
    if (known?.json === json) return known.generation;
    const generation = JSON.parse(json) as Generation;
    if (known) {
      problems.push(...wrongMove(known.generation, generation, watched.provider));
      const [from, to] = [known.generation.status, generation.status];
      if (from !== to) moves.add(`${from} → ${to}`);
    }
    seen.set(id, { json, generation });
    return generation;
  }

  const generations = () =>
    STATUSES.flatMap((status) => redis.members(keys.index({ status })))
      .toSorted()
      .map(read);
  return {
    generations,
    moves,
    violated: (problem) => void problems.push(problem),
    createSent(generationId) {
      const others = generations().filter(({ id }) => id !== generationId);
      problems.push(...wrongCreate(read(generationId), watched.provider, others.map(taskOf)));
    },
    check() {
      const all = generations();
      problems.push(
        ...wrongSlots(all, watched),
        ...wrongOwners(all, watched),
        ...paidTwice(all, watched),
        ...lostToArchive(all, watched),
        ...checkLine(all),
      );
      problems.push(...all.flatMap((generation) => wrongEnd(generation, watched)));
      // Sums over records can change only when a record does.
      if (all.some((generation, index) => generation !== counted[index])) {
        counted = all;
        problems.push(...miscounted(all, watched), ...overspent(all, watched));
      }
      if (problems.length > 0) throw new Violation(problems.join("; "));
    },
    checkEnd() {
      const all = generations();
      const final = [...miscounted(all, watched), ...mischarged(all, watched)];
      if (final.length > 0) throw new Violation(final.join("; "));
    },
  };
}

/** G1: the outcome of every earlier create request is known. G2: the intent is stored. */
function wrongCreate(
  generation: Generation,
  { creates }: ProviderModel,
  ofOthers: readonly (string | null)[],
): string[] {
  const mayBeMade = ({ result }: ModelCreate) => {
    if (result === null) return true;
    // A twin may have adopted the task: then the twin's own create request made none.
    return (
      result !== "lost" && !("kind" in result) && isPaid(result) && !ofOthers.includes(result.id)
    );
  };
  const open = creates.filter(
    (create) => create.generationId === generation.id && mayBeMade(create),
  );
  return [
    ...(open.length > 0
      ? [`G1: a create request for ${generation.id} left while an earlier one may have made a task`]
      : []),
    ...(generation.status === "submitting"
      ? []
      : [
          `G2: a create request for ${generation.id} left while its record was ${generation.status}`,
        ]),
  ];
}

/** G3: the lane's set is the holders of slots, within the limit, and covers every running task. */
function wrongSlots(
  all: readonly Generation[],
  { redis, keys, lane, maxInFlight, provider }: Watched,
): string[] {
  const slots = redis.members(keys.slots(lane)).toSorted().join();
  const holders = all.filter(holdsSlot).map(({ id }) => id);
  const inFlight = provider.tasks.filter(({ endedAt }) => endedAt === null).length;
  return [
    ...(slots === holders.toSorted().join()
      ? []
      : [`G3: slots are ${slots}, held by ${holders.join()}`]),
    ...(holders.length <= maxInFlight
      ? []
      : [`G3: ${holders.length} slots of ${maxInFlight} are taken`]),
    ...(inFlight <= holders.length
      ? []
      : [`G3: ${inFlight} tasks are in flight with ${holders.length} slots`]),
  ];
}

/** G4: only a new attempt after a failed task replaces a task id. */
function wrongMove(before: Generation, after: Generation, { tasks }: ProviderModel): string[] {
  const [old, next] = [taskOf(before), taskOf(after)];
  const isReplaced = old !== null && old !== next;
  const hasFailed = tasks.some(({ id, status }) => id === old && status === "FAILED");
  return [
    ...(isTerminal(before.status) ? [`G4: ${before.id} was ${before.status} and changed`] : []),
    ...(isReplaced && !hasFailed
      ? [`G4: ${before.id} had ${old} and now has ${next ?? "none"}`]
      : []),
    ...(after.revision === before.revision + 1
      ? []
      : [`G4: a write of ${before.id} was not observed`]),
  ];
}

/** Each task has one owner, and the right one if requests are distinct. */
function wrongOwners(all: readonly Generation[], { provider, distinct }: Watched): string[] {
  const owned = all.flatMap((generation) => {
    const task = provider.tasks.find(({ id }) => id === taskOf(generation));
    return task === undefined ? [] : [{ generation, task }];
  });
  const twice = owned.filter(
    ({ task }, index) => owned.findIndex((other) => other.task === task) !== index,
  );
  const wrong = owned.filter(
    ({ generation, task }) => distinct && task.generationId !== generation.id,
  );
  return [
    ...twice.map(({ task }) => `G4: ${task.id} belongs to two generations`),
    ...wrong.map(
      ({ generation, task }) =>
        `${generation.id} has ${task.id}, which belongs to another generation`,
    ),
  ];
}

/** Paid at most once (G1, G10): per generation, or in total if tasks are interchangeable. */
function paidTwice(all: readonly Generation[], { provider, distinct }: Watched): string[] {
  const paid = provider.tasks.filter(isPaid);
  const groups = distinct
    ? all.map(
        ({ id }) => [id, paid.filter(({ generationId }) => generationId === id).length, 1] as const,
      )
    : [["in total", paid.length, all.length] as const];
  return groups.flatMap(([who, count, most]) =>
    count > most ? [`${who}: paid ${count} times`] : [],
  );
}

/** The write that ends a record also names it as one that the archive does not have yet. */
function lostToArchive(all: readonly Generation[], { redis, keys }: Watched): string[] {
  const unarchived = redis.members(keys.unarchived);
  return all
    .filter(({ id, status }) => isTerminal(status) && !unarchived.includes(id))
    .map(({ id }) => `${id} has ended, and its record would not be archived`);
}

/** G6: a succeeded generation has its files. A record that claims to be free is free. */
function wrongEnd(generation: Generation, { archive, provider, distinct }: Watched): string[] {
  if (generation.status === "succeeded") {
    const missing = generation.files.filter(
      ({ name, sha256 }) => archive.sha256Of(generation.id, name) !== sha256,
    );
    return generation.files.length === 0 || missing.length > 0
      ? [`G6: ${generation.id} succeeded without its files`]
      : [];
  }
  const isFree =
    generation.status === "canceled" ||
    (generation.status === "failed" && generation.failure.charged === false);
  const owned = taskOf(generation);
  const own = (task: ModelTask) =>
    owned === null ? distinct && task.generationId === generation.id : task.id === owned;
  if (!isFree) return [];
  return provider.tasks.some((task) => own(task) && isPaid(task))
    ? [`${generation.id} is ${generation.status} at no cost, but has a task`]
    : [];
}

function taskOf(generation: Generation): string | null {
  return "task" in generation ? (generation.task?.id ?? null) : null;
}
