import type { Observed } from "../durations/task-durations.ts";
import type { Eta } from "./eta.ts";
import { ALL_KINDS } from "../durations/task-kinds.ts";
import { durationsOf, etaOf } from "./eta.ts";

/** A lane that admits a model. */
export interface LaneState {
  readonly account: string;
  readonly maxInFlight: number;
  readonly inFlight: number;
  /** Whether the provider refuses the account, until someone removes the cause. */
  readonly isPaused: boolean;
}

export interface TenantState {
  readonly weight: number;
  /** How many of its generations wait for the model. */
  readonly waiting: number;
  /** Its own limit of slots; null without one. */
  readonly maxInFlight: number | null;
}

/** What decides how long a generation waits for its slot. */
export interface LineState {
  /** Among the waiting generations of its tenant, from 1. */
  readonly position: number;
  /** Those of the live workers; none if no worker submits. */
  readonly lanes: readonly LaneState[];
  readonly own: TenantState & { readonly inFlight: number };
  readonly others: readonly TenantState[];
  /** How long tasks of the model took, by kind. */
  readonly durations: ReadonlyMap<string, Observed>;
  readonly kind: string;
}

/** When a generation gets its slot, seconds; null if it cannot be estimated. */
export function expectedWait({ lanes, own, ...state }: LineState): Eta | null {
  const open = lanes.filter(({ isPaused }) => !isPaused);
  const slots = open.reduce((sum, { maxInFlight }) => sum + maxInFlight, 0);
  const free = open.reduce(
    (sum, { maxInFlight, inFlight }) => sum + Math.max(0, maxInFlight - inFlight),
    0,
  );
  const { maxInFlight: limit, inFlight } = own;
  const place = {
    position: state.position,
    weight: own.weight,
    others: state.others.filter(({ maxInFlight }) => maxInFlight !== 0),
    slots,
    free,
    own: limit === null ? null : { slots: limit, free: Math.max(0, limit - inFlight) },
  };
  return etaOf(place, durationsOf(state.durations, state.kind));
}

/** When the last of the waiting generations of a model gets its slot, whosever it is. */
export function lineEta(
  waiting: number,
  lanes: readonly LaneState[],
  durations: LineState["durations"],
): Eta | null {
  const own = { weight: 1, waiting, maxInFlight: null, inFlight: 0 };
  return expectedWait({ position: waiting, lanes, own, others: [], durations, kind: ALL_KINDS });
}
