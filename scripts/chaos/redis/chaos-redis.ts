import type { Hazard } from "../hazards.ts";

/** A Redis that fails in its own way during a chaos run. */
export interface ChaosRedis extends AsyncDisposable {
  /** Where the apps connect to it. */
  readonly url: string;
  /** Variables of the apps besides the URL. */
  readonly env: Readonly<Record<string, string>>;
  /** Fails, and resolves when Redis accepts writes again. */
  readonly failAndRecover: () => Promise<void>;
  /** What the failures did, for the table. */
  readonly counts: () => Readonly<Record<string, number>>;
  /** What else goes wrong with it in a hostile run. */
  readonly hazards: readonly Hazard[];
}

export interface ChaosRedisOptions {
  /** Whether Redis acknowledges writes that a failure may lose, as in a negative control. */
  readonly isUnsafe: boolean;
  readonly random: () => number;
}

/** For a Redis with a replica. */
export function durabilityOf(isUnsafe: boolean): Readonly<Record<string, string>> {
  return { REDIS_DURABILITY: isUnsafe ? "none" : "replica" };
}
