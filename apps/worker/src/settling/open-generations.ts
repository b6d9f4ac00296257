import { isSameModel } from "@dashqueue/dashscope";
import type { Generation, GenerationStore, Status, Uncertain } from "@dashqueue/queue/internal";

/** The generations of the same model and account that are `submitting` or `uncertain`. */
export async function openAttempts(
  store: Pick<GenerationStore, "list">,
  { request, attempt }: Uncertain,
): Promise<Generation[]> {
  const open = await allOf(store, ["submitting", "uncertain"]);
  return open.filter(
    (other) =>
      "attempt" in other &&
      other.attempt?.account === attempt.account &&
      isSameModel(other.request.model, request.model),
  );
}

type ListPort = Pick<GenerationStore, "list">;
const WITHOUT_TASK = ["queued", "submitting", "uncertain"] as const;

/** The generations of these models that have no task yet. */
export function generationsWithoutTask(store: ListPort, models: readonly string[]) {
  return openOf(store, models, WITHOUT_TASK);
}

/** The generations of these models that have no task yet, or one that may fail. */
export function generationsThatMayBuy(store: ListPort, models: readonly string[]) {
  return openOf(store, models, [...WITHOUT_TASK, "running"]);
}

async function openOf(
  store: ListPort,
  models: readonly string[],
  statuses: readonly Status[],
): Promise<Generation[]> {
  const open = await allOf(store, statuses);
  return open.filter(({ request }) => models.includes(request.model));
}

const PAGE = 1_000;

async function allOf(
  store: Pick<GenerationStore, "list">,
  statuses: readonly Status[],
): Promise<Generation[]> {
  const found: Generation[] = [];
  for (const status of statuses) {
    let page: readonly Generation[] = [];
    do {
      page = await store.list({ status, limit: PAGE, after: page.at(-1)?.id });
      found.push(...page);
    } while (page.length === PAGE);
  }
  return found;
}
