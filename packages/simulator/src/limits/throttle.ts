import { limitGroupOf } from "../models/catalogue.ts";
import { admitQuery, admitSubmit } from "./limits.ts";
import type { Settings } from "../settings/settings.ts";

/** Why a request got its 429. */
export type ThrottleKind = "submit-rate" | "concurrency" | `${Query}-rate` | "upload-rate";
/** Policies for uploads, per account and model. Source: DashScope's documentation, "上传本地文件获取临时URL". */
const uploadsPerSecond = 100;

type Query = "get" | "list" | "cancel";

/** Counts every account against its limits; all keys of an account are one. */
export type Throttle = {
  /** Whether a create may pass; it counts when it may. */
  readonly takeSubmit: (account: string, model: string) => boolean;
  readonly takeQuery: (account: string, query: Query) => boolean;
  readonly takeUpload: (account: string, model: string) => boolean;
  /** Whether one more task fits, with so many unfinished. */
  readonly hasRoom: (model: string, inFlight: number) => boolean;
  /** Refusals so far. */
  readonly refusals: () => Readonly<Record<ThrottleKind, number>>;
  readonly clear: () => void;
};

export function createThrottle({ limitOf, concurrencyMode, queryQps, now }: Settings): Throttle {
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
      take([account, "upload", model], uploadsPerSecond, "upload-rate"),
    hasRoom: (model, inFlight) => {
      const hasRoom = concurrencyMode === "queue" || inFlight < limitOf(model).maxInFlight;
      if (!hasRoom) count("concurrency");
      return hasRoom;
    },
    refusals: () => {
      const of = (kind: ThrottleKind) => counts.get(kind) ?? 0;
      return {
        "submit-rate": of("submit-rate"),
        concurrency: of("concurrency"),
        "get-rate": of("get-rate"),
        "list-rate": of("list-rate"),
        "cancel-rate": of("cancel-rate"),
        "upload-rate": of("upload-rate"),
      };
    },
    clear: () => {
      for (const map of [dueTimes, queryTimes, counts]) map.clear();
    },
  };
}
