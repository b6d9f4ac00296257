import type { Generation, Keys } from "@dashqueue/queue/internal";
import { holdsSlot, isTerminal } from "@dashqueue/queue/internal";

import type { ArchiveModel } from "./archive-model.ts";
import { miscounted, overspent, unlikeTheLedger } from "./cost-invariants.ts";
import type { ModelCreate, ModelTask, ProviderModel } from "./provider-model.ts";
import type { RedisModel } from "./redis-model.ts";

/** Something that must never be, with the state in which it was. */
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
  /** Whether every request is another one: then it matters who has which task. */
  readonly tellable: boolean;
}

export interface Invariants {
  /** To be called in the moment in which a create leaves. */
  createLeaves(generationId: string): void;
  /** To be called in every state. @throws Violation */
  check(): void;
  /** To be called when everything has ended. @throws Violation */
  checkEnd(): void;
  generations(): readonly Generation[];
  /** Every change of a status so far, as "from → to". */
  readonly moves: ReadonlySet<string>;
}

/** What always holds (ARCHITECTURE.md), asked of the models' own truth, not of what the code believes. */
export function createInvariants(watched: Watched): Invariants {
  const { redis, keys } = watched;
  const seen = new Map<string, { readonly json: string; readonly generation: Generation }>();
  const broken: string[] = [];
  const moves = new Set<string>();
  let counted: readonly Generation[] = [];

  function read(id: string): Generation {
    const json = redis.hget(keys.generation(id), "record") ?? "null";
    const known = seen.get(id);
    if (known?.json === json) return known.generation;
    const generation = JSON.parse(json) as Generation;
    if (known) {
      broken.push(...unlawfulMove(known.generation, generation, watched.provider));
      const [from, to] = [known.generation.status, generation.status];
      if (from !== to) moves.add(`${from} → ${to}`);
    }
    seen.set(id, { json, generation });
    return generation;
  }

  const generations = () => redis.members(keys.index({})).map(read);
  return {
    generations,
    moves,
    createLeaves(generationId) {
      const others = generations().filter(({ id }) => id !== generationId);
      broken.push(...unlawfulCreate(read(generationId), watched.provider, others.map(taskOf)));
    },
    check() {
      const all = generations();
      broken.push(
        ...unlawfulSlots(all, watched),
        ...unlawfulOwners(all, watched),
        ...unpaid(all, watched),
      );
      broken.push(...all.flatMap((generation) => unlawfulEnd(generation, watched)));
      // It is a sum over records: it stays what it is while these do.
      if (all.some((generation, index) => generation !== counted[index])) {
        counted = all;
        broken.push(...miscounted(all, watched), ...overspent(all, watched));
      }
      if (broken.length > 0) throw new Violation(broken.join("; "));
    },
    checkEnd() {
      const all = generations();
      const problems = [...miscounted(all, watched), ...unlikeTheLedger(all, watched)];
      if (problems.length > 0) throw new Violation(problems.join("; "));
    },
  };
}

/** Tasks that cost money, or may come to. */
const isPaid = ({ status }: ModelTask) => status !== "FAILED" && status !== "CANCELED";

/** G1: nothing is unknown about the creates before. G2: the intent is in the store. */
function unlawfulCreate(
  generation: Generation,
  { creates }: ProviderModel,
  ofOthers: readonly (string | null)[],
): string[] {
  const mayBeMade = ({ result }: ModelCreate) => {
    if (result === null) return true;
    // A twin may have adopted it: then it is the twin's create that made nothing.
    return (
      result !== "lost" && !("kind" in result) && isPaid(result) && !ofOthers.includes(result.id)
    );
  };
  const open = creates.filter(
    (create) => create.generationId === generation.id && mayBeMade(create),
  );
  return [
    ...(open.length > 0
      ? [`G1: a create for ${generation.id} left while an earlier one may have made a task`]
      : []),
    ...(generation.status === "submitting"
      ? []
      : [`G2: a create for ${generation.id} left while its record was ${generation.status}`]),
  ];
}

/** G3: whoever holds a slot is in the lane's set, nobody else, not too many, and no task runs beside them. */
function unlawfulSlots(
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

/** G4. A new attempt may replace a task that has failed; nothing else may. */
function unlawfulMove(before: Generation, after: Generation, { tasks }: ProviderModel): string[] {
  const [old, next] = [taskOf(before), taskOf(after)];
  const isReplaced = old !== null && old !== next;
  const hasFailed = tasks.some(({ id, status }) => id === old && status === "FAILED");
  return [
    ...(isTerminal(before.status) ? [`G4: ${before.id} was ${before.status} and changed`] : []),
    ...(isReplaced && !hasFailed ? [`G4: ${before.id} had ${old} and has ${next ?? "none"}`] : []),
    ...(after.revision === before.revision + 1 ? [] : [`G4: ${before.id} was written unseen`]),
  ];
}

/** A task is one generation's; where it can be told whose, it is the right one's. */
function unlawfulOwners(all: readonly Generation[], { provider, tellable }: Watched): string[] {
  const owned = all.flatMap((generation) => {
    const task = provider.tasks.find(({ id }) => id === taskOf(generation));
    return task === undefined ? [] : [{ generation, task }];
  });
  const twice = owned.filter(
    ({ task }, index) => owned.findIndex((other) => other.task === task) !== index,
  );
  const wrong = owned.filter(
    ({ generation, task }) => tellable && task.generationId !== generation.id,
  );
  return [
    ...twice.map(({ task }) => `G4: ${task.id} belongs to two generations`),
    ...wrong.map(({ generation, task }) => `${generation.id} has ${task.id}, which is another's`),
  ];
}

/** Paid at most once (G1, G10): per generation, or for all together where their tasks are interchangeable. */
function unpaid(all: readonly Generation[], { provider, tellable }: Watched): string[] {
  const paid = provider.tasks.filter(isPaid);
  const groups = tellable
    ? all.map(
        ({ id }) => [id, paid.filter(({ generationId }) => generationId === id).length, 1] as const,
      )
    : [["all together", paid.length, all.length] as const];
  return groups.flatMap(([who, count, most]) =>
    count > most ? [`${who}: paid ${count} times`] : [],
  );
}

/** G6: what succeeded is in the archive. And a record that says it cost nothing is right about that. */
function unlawfulEnd(generation: Generation, { archive, provider, tellable }: Watched): string[] {
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
    owned === null ? tellable && task.generationId === generation.id : task.id === owned;
  if (!isFree) return [];
  return provider.tasks.some((task) => own(task) && isPaid(task))
    ? [`${generation.id} is ${generation.status}, said to cost nothing, and has a task`]
    : [];
}

function taskOf(generation: Generation): string | null {
  return "task" in generation ? (generation.task?.id ?? null) : null;
}
