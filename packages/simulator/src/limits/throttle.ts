import { limitGroupOf } from "../models/catalog.ts";
import type { Limit } from "../models/model.ts";
import { admitQuery, admitSubmit } from "./rate-limits.ts";

/** The limit that answered a request with 429. */
export type ThrottleKind = "submit-rate" | "concurrency" | `${Query}-rate` | "upload-rate";

type Query = "get" | "list" | "cancel";

/** Enforces the limits of every account. All keys of an account share its limits. */
export interface Throttle {
  /** Whether a create request is admitted; it counts if it is. */
  readonly takeSubmit: (account: string, model: string) => boolean;
  readonly takeQuery: (account: string, query: Query) => boolean;
  readonly takeUpload: (account: string, model: string) => boolean;
  /** Whether one more task fits, given the number of unfinished ones. */
  readonly hasRoom: (model: string, inFlight: number) => boolean;
  /** The number of refusals so far. */
  readonly refusals: () => Readonly<Record<ThrottleKind, number>>;
  readonly clear: () => void;
}

export interface ThrottleOptions {
  readonly limitOf: (model: string) => Limit;
  readonly concurrencyMode: "queue" | "reject";
  readonly queryQps: number;
  readonly now: () => number;
}

/**
 * Upload policies for one account and model.
 * Source: DashScope's documentation, "上传本地文件获取临时URL".
 */
const UPLOADS_PER_SECOND = 100;

export function createThrottle(options: ThrottleOptions): Throttle {
  const { limitOf, concurrencyMode, queryQps, now } = options;
  const dueTimes = new Map<string, number>();
  const queryTimes = new Map<string, readonly number[]>();
  const counts = new Map<ThrottleKind, number>();
  const count = (kind: ThrottleKind) => counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const take = (names: readonly string[], perSecond: number, kind: ThrottleKind) => {
    const key = JSON.stringify(names);
    const times = admitQuery(queryTimes.get(key) ?? [], perSecond, now());
    if (times === null) count(kind);
    else queryTimes.set(key, times);
    return times !== null;
  };
  return {
    takeSubmit: (account, model) => {
      const lane = JSON.stringify([account, limitGroupOf(model)]);
      const nextAt = admitSubmit(dueTimes.get(lane), limitOf(model).submitsPerSecond, now());
      if (nextAt === null) count("submit-rate");
      else dueTimes.set(lane, nextAt);
      return nextAt !== null;
    },
    takeQuery: (account, query) => take([account, query], queryQps, `${query}-rate`),
    takeUpload: (account, model) =>
      take([account, "upload", model], UPLOADS_PER_SECOND, "upload-rate"),
    hasRoom: (model, inFlight) => {
      const { maxInFlight, maxQueued = Infinity } = limitOf(model);
      const hasRoom = inFlight < maxInFlight + (concurrencyMode === "queue" ? maxQueued : 0);
      if (!hasRoom) count("concurrency");
      return hasRoom;
    },
    refusals: () => refusalsOf(counts),
    clear: () => {
      for (const map of [dueTimes, queryTimes, counts]) map.clear();
    },
  };
}

function refusalsOf(counts: ReadonlyMap<ThrottleKind, number>): Record<ThrottleKind, number> {
  const of = (kind: ThrottleKind) => counts.get(kind) ?? 0;
  return {
    "submit-rate": of("submit-rate"),
    concurrency: of("concurrency"),
    "get-rate": of("get-rate"),
    "list-rate": of("list-rate"),
    "cancel-rate": of("cancel-rate"),
    "upload-rate": of("upload-rate"),
  };
}
