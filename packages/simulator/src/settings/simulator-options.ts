import type { Callback } from "../events/event-emitter.ts";
import type { Rates } from "../faults/fault-rates.ts";
import type { Limit } from "../models/model.ts";
import type { Region } from "../models/regions.ts";

/** Milliseconds, or a function that returns them for each task. */
export type TaskTime =
  | number
  | ((task: { readonly model: string; readonly prompt: string }) => number);

/** The options of `startSimulator`. All are optional. */
export interface SimulatorOptions {
  /**
   * The address to listen on, or a name of it. Links to results begin with it.
   * Default: `127.0.0.1`.
   */
  readonly host?: string;
  /** The port of the API. Default: 0, which picks a free port. */
  readonly port?: number;
  /**
   * API key to account name. Several keys may belong to one account.
   * Default: `sk-simulator` is the only key.
   */
  readonly apiKeys?: Readonly<Record<string, string>>;
  /**
   * Limits for each account, by model id; `"*"` is for all other models.
   * Default: the limits in DashScope's documentation.
   */
  readonly limits?: Readonly<Record<string, Limit>>;
  /**
   * What happens to create requests above `maxInFlight`: up to `maxQueued` tasks wait as PENDING
   * (`queue`), or the request is answered with 429 (`reject`). DashScope's documentation is
   * ambiguous.
   * Default: `queue`.
   */
  readonly concurrencyMode?: "queue" | "reject";
  /** Requests per second for each account, separately for GET, LIST and CANCEL. Default: 20. */
  readonly queryQps?: number;
  /** Milliseconds before a task may start. Default: 50. */
  readonly pendingMs?: TaskTime;
  /** Milliseconds for which a task runs. Default: 200. */
  readonly runningMs?: TaskTime;
  /** Default: `cn-beijing`. */
  readonly region?: Region;
  /** Every known model id, the ids of `region`, or a list of ids. Default: `every`. */
  readonly models?: "every" | "region" | readonly string[];
  /**
   * The error for an unknown model: 400 (`invalid-parameter`) or 404 (`model-not-found`).
   * DashScope's documentation has both. Default: `invalid-parameter`.
   */
  readonly unknownModel?: "invalid-parameter" | "model-not-found";
  /** Accounts whose create requests are answered with 400 `Arrearage`. Default: none. */
  readonly accountsInArrears?: readonly string[];
  /** Names of checks that fail the task instead of refusing the request. Default: none. */
  readonly asyncChecks?: readonly string[];
  /**
   * Whether `orig_prompt` is in every answer about a task. Only successful answers are documented
   * to have it. Default: false.
   */
  readonly showsPromptEarly?: boolean;
  /** Milliseconds for which the links of a result are valid. Default: as the model has it. */
  readonly linkLifeMs?: number;
  /** Returns milliseconds since the epoch; must not go back. Default: `Date.now`. */
  readonly now?: () => number;
  /** Returns a number in [0, 1). Default: `Math.random`. */
  readonly random?: () => number;
  /** Random faults. Default: none. */
  readonly faultRates?: Rates;
  /** Where to send events of ended tasks. Default: nowhere. */
  readonly callback?: Callback;
  /** A file that keeps tasks and ledger across restarts. Default: none. */
  readonly stateFile?: string;
}
