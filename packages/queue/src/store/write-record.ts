import type { BudgetLimit, BudgetVerdict } from "../costs/budget.ts";
import { budgetLimitOf } from "../costs/budget.ts";
import type { Currency } from "../costs/cost-totals.ts";
import { costEntryOf, dayOf, daysOf, monthOf } from "../costs/cost-totals.ts";
import type { BudgetName } from "../generation/waiting/budget-period.ts";
import { advance } from "../transitions/advance.ts";
import type { Change } from "../transitions/change.ts";
import { eventOf } from "../generation/event.ts";
import type { Generation, Queued } from "../generation/generation.ts";
import type { Accepted, Answer } from "./batch/accepted.ts";
import { acceptedOf } from "./batch/accepted.ts";
import { countSpent } from "./spending/tenant-sums.ts";
import type { StorePorts } from "./store-ports.ts";
import { submitByOf } from "../generation/deadlines.ts";
import { createDeadlineLooks, createLateLooks } from "./looks.ts";
import { readRecord } from "./read-record.ts";
import type { AdmissionTerms, ExpiryTerms, Idempotency } from "./script-arguments.ts";
import { readScript, runScript } from "./script.ts";
import {
  ACCEPT_KEYS,
  acceptArguments,
  changeArguments,
  changeKeys,
  taskOf,
} from "./script-arguments.ts";

const ACCEPT = readScript("accept");
const CHANGE = readScript("change");

/** Why a lane admits no create request now, and the least time until it may, if known. */
export type Refused =
  | { readonly kind: "full" }
  | { readonly kind: "too-soon"; readonly waitMs: number }
  | { readonly kind: "paused"; readonly waitMs: number }
  /** The tenant is at its own limit. */
  | { readonly kind: "tenant-full" }
  /** It would exceed the daily spend limit. A new day begins after `waitMs`. */
  | { readonly kind: "over-limit"; readonly waitMs: number }
  /** It would exceed its tenant's budget. That resets after `waitMs`. */
  | { readonly kind: "over-budget"; readonly limit: BudgetLimit; readonly waitMs: number }
  /** It may cost more than its tenant's whole budget. */
  | Extract<BudgetVerdict, { readonly kind: "beyond-budget" }>
  /** Redis restarted or failed over and may have lost create requests; nobody has checked yet. */
  | { readonly kind: "unchecked" };

export type Changed =
  | {
      readonly kind: "changed";
      readonly generation: Generation;
      /** Whether nothing has to be resumed when the create request of this attempt succeeds. */
      readonly isCalm?: boolean;
    }
  | { readonly kind: "ignored"; readonly generation: Generation; readonly reason: string }
  | { readonly kind: "missing" };

/**
 * Stores a new generation once per idempotency key (G9). A repeat confirms the first write, which
 * may not have been confirmed.
 */
export async function acceptRecord(
  { redis, keys, confirm }: Pick<StorePorts, "redis" | "keys" | "confirm">,
  generation: Queued,
  idempotency: Idempotency | null,
  mostModels: number | null,
): Promise<Accepted> {
  const deadline = createDeadlineLooks(redis, keys);
  const submitBy = submitByOf(generation);
  // Before the record is written: a look that finds none ends, but a lost look is never made.
  if (submitBy !== null) await deadline.watchDeadlines([generation.id], submitBy);
  const values = acceptArguments(keys, generation, idempotency, mostModels);
  const answer = (await runScript(redis, ACCEPT, ACCEPT_KEYS, ...values)) as Answer;
  const accepted = acceptedOf(answer);
  if (submitBy !== null && accepted.kind !== "accepted")
    await deadline.forgetDeadlines([generation.id]);
  if (accepted.kind === "accepted") await confirm(keys.generation(generation.id), 0);
  if (accepted.kind === "repeated") await confirm(keys.generation(accepted.id), 0);
  return accepted;
}

/**
 * Applies a change by compare-and-set: reads again as often as another writer comes first (G4).
 *
 * @param of the id, or the record as it was read. Only the current record decides that a change has
 *   no effect.
 */
export async function changeRecord(
  ports: StorePorts,
  of: string | Generation,
  change: Change,
  terms: AdmissionTerms | ExpiryTerms | null,
): Promise<Changed | Refused> {
  const id = idOf(of);
  for (let known = typeof of === "string" ? null : of; ; known = null) {
    const current = known ?? (await readRecord(ports, id));
    if (current === null) return { kind: "missing" };
    const advanced = advance(current, change, ports.now());
    if (advanced.kind === "ignored" && known !== null) continue;
    if (advanced.kind === "ignored")
      return { kind: "ignored", generation: current, reason: advanced.reason };
    const { generation: next, event: name, by } = advanced;
    const event = name === null ? "" : JSON.stringify(eventOf(next, name, by));
    const values = changeArguments(ports.keys, current, next, event, terms);
    // Before the write: a look that finds no such attempt ends, but a lost look is never made.
    if (disprovenIn(next) > disprovenIn(current))
      await createLateLooks(ports.redis, ports.keys).lookAgain(id, next.updatedAt + FIRST_LOOK_MS);
    const keyCount = changeKeys(current, next);
    const verdict = (await runScript(ports.redis, CHANGE, keyCount, ...values)) as
      | Verdict
      | Uncounted;
    if (verdict[0] === "uncounted") {
      await countFor(ports, next, verdict);
      continue;
    }
    const result = resultOf(verdict, current, next);
    if (result === null) continue;
    if (result.kind === "changed" && taskOf(next) !== taskOf(current))
      await ports.confirm(ports.keys.generation(id), next.revision);
    return result;
  }
}

export function idOf(of: string | Pick<Generation, "id">): string {
  return typeof of === "string" ? of : of.id;
}

/** When the provider's list is first searched again for a task that it did not show. */
const FIRST_LOOK_MS = 60_000;

function disprovenIn({ disproven = [] }: Generation): number {
  return disproven.length;
}

/** What `change.lua` returns if a budget cannot be compared yet. */
type Uncounted = readonly ["uncounted", currency: Currency, name: BudgetName];

/** Adds up what the budget is compared with. */
async function countFor(
  ports: StorePorts,
  next: Generation,
  [, currency, name]: Uncounted,
): Promise<void> {
  const day = costEntryOf(next)?.day ?? dayOf(next.updatedAt);
  const days = name === "daily_spend" ? [day] : daysOf(monthOf(day));
  await countSpent(ports, { tenant: next.tenant, currency }, days);
}

/** What it returns otherwise. */
type Verdict =
  | readonly ["written", isCalm?: 1]
  | readonly ["conflict" | "owned" | "full" | "tenant-full" | "unchecked"]
  | readonly ["too-soon" | "paused" | "over-limit", waitMs: number]
  | readonly ["over-budget", name: BudgetName, most: string, waitMs: number]
  | readonly ["beyond-budget", name: BudgetName, most: string, isUnbounded: 0 | 1];

/** Null if another writer came first. */
function resultOf(
  verdict: Verdict,
  current: Generation,
  next: Generation,
): Changed | Refused | null {
  switch (verdict[0]) {
    case "written":
      return { kind: "changed", generation: next, ...(verdict[1] === 1 ? { isCalm: true } : {}) };
    case "conflict":
      return null;
    case "owned": {
      const reason = "cannot take this task: it belongs to another generation";
      return { kind: "ignored", generation: current, reason };
    }
    case "full":
    case "tenant-full":
    case "unchecked":
      return { kind: verdict[0] };
    case "too-soon":
    case "paused":
    case "over-limit":
      return { kind: verdict[0], waitMs: verdict[1] };
    case "over-budget":
      return { kind: verdict[0], limit: budgetLimitOf(verdict[1], verdict[2]), waitMs: verdict[3] };
    case "beyond-budget": {
      const limit = budgetLimitOf(verdict[1], verdict[2]);
      return { kind: verdict[0], limit, isUnbounded: verdict[3] === 1 };
    }
  }
}

export function isRefused(answer: Changed | Refused): answer is Refused {
  return answer.kind !== "changed" && answer.kind !== "ignored" && answer.kind !== "missing";
}
