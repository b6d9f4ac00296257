import type { FindModel } from "@dashqueue/dashscope";
import { isSameModel } from "@dashqueue/dashscope";
import type { Generation, GenerationStore, Status, Uncertain } from "@dashqueue/queue/internal";

import { listedModelOf } from "../accounts/accounts.ts";
import { pagesOf } from "../pages.ts";

type ListPort = Pick<GenerationStore, "list">;

/** The generations that are `submitting` or `uncertain`, and whose tasks may be confused. */
export async function openAttempts(
  store: ListPort,
  uncertain: Uncertain,
  findModel: FindModel,
): Promise<Generation[]> {
  const open = await allOf(store, ["submitting", "uncertain"]);
  return open.filter((other) => isRival(other, uncertain, findModel));
}

/**
 * The generations with an attempt that may have made a task that they do not have: its answer is
 * missing, or its absence was proven in the last day. In this order, because an attempt is noted as
 * one to look for before its absence counts.
 */
export async function generationsWithLostTask(
  store: ListPort & Pick<GenerationStore, "allLooks" | "get">,
): Promise<readonly Generation[]> {
  const open = await allOf(store, ["submitting", "uncertain"]);
  const looked = await Promise.all((await store.allLooks()).map(store.get));
  const known = new Map<string, Generation>();
  for (const generation of [...open, ...looked])
    if (generation !== null) known.set(generation.id, generation);
  return [...known.values()];
}

/** Whether the provider lists the tasks of both attempts under the same name and account. */
export function isRival(other: Generation, uncertain: Uncertain, findModel: FindModel): boolean {
  return (
    "attempt" in other &&
    other.attempt?.account === uncertain.attempt.account &&
    isSameModel(listedModelOf(other, findModel), listedModelOf(uncertain, findModel))
  );
}

const WITHOUT_TASK = ["queued", "submitting", "uncertain"] as const;

/** The generations that have no task yet. */
export function generationsWithoutTask(store: ListPort): Promise<Generation[]> {
  return allOf(store, WITHOUT_TASK);
}

/** The generations that have no task yet, or one that may fail. */
export function generationsThatMayBuy(store: ListPort): Promise<Generation[]> {
  return allOf(store, [...WITHOUT_TASK, "running"]);
}

const PAGE = 1_000;

async function allOf(store: ListPort, statuses: readonly Status[]): Promise<Generation[]> {
  const found: Generation[] = [];
  for (const status of statuses) {
    const pages = pagesOf((page) => store.list({ status, ...page }), PAGE);
    for await (const page of pages) found.push(...page);
  }
  return found;
}
