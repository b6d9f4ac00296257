/** What an operator asks of Redis with `REDIS_DURABILITY`. */
export const DURABILITIES = ["auto", "fsync", "replica", "none"] as const;
export type Durability = (typeof DURABILITIES)[number];

/** How a write that must survive becomes durable. */
export type DurabilityMode =
  /** The server syncs every write to its append-only file before it answers. */
  | "fsync"
  /** `WAITAOF` after the write: it is in the synced append-only file. */
  | "waitaof"
  /** `WAIT` after the write: a replica has it. */
  | "replica"
  /** `fsync` was asked for. The server neither says whether it syncs nor knows `WAITAOF`. */
  | "unverified"
  /** A server that stops may lose it. */
  | "none";

/** What a server says of itself. */
export interface ServerFacts {
  /** The answer to `INFO`; "" if Redis does not permit it. */
  readonly info: string;
  /** The setting of this name; null if Redis does not permit `CONFIG GET`. */
  readonly appendfsync: string | null;
  readonly hasWaitaof: boolean;
}

export interface ServerWarning {
  readonly event: string;
  readonly message: string;
}

export type ServerDecision =
  /** dashqueue would lose data, or more than the operator accepts. */
  | { readonly kind: "refused"; readonly message: string }
  | {
      readonly kind: "usable";
      readonly mode: DurabilityMode;
      readonly warnings: readonly ServerWarning[];
    };

/** Decides whether a server can be used, and how a write becomes durable there. */
export function decideDurability(asked: Durability, facts: ServerFacts): ServerDecision {
  const fields = infoFields(facts.info);
  const policy = fields.get("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction")
    return {
      kind: "refused",
      message: `Redis deletes keys when its memory is full (maxmemory-policy ${policy}), generations included: set maxmemory-policy noeviction`,
    };
  const told: Told = {
    ...facts,
    aof: fields.get("aof_enabled"),
    replicas: Number(fields.get("connected_slaves") ?? 0),
  };
  const decision = DECIDE[asked](told);
  if (decision.kind === "refused") return decision;
  const unchecked = policy === undefined ? [POLICY_UNCHECKED] : [];
  return { ...decision, warnings: [...unchecked, ...decision.warnings] };
}

interface Told extends ServerFacts {
  /** "1" with an append-only file, "0" without one; undefined if the server does not report it. */
  readonly aof: string | undefined;
  readonly replicas: number;
}

const DECIDE = { auto: decideAuto, fsync: decideFsync, replica: decideReplica, none: decideNone };

function usable(mode: DurabilityMode, ...warnings: readonly ServerWarning[]): ServerDecision {
  return { kind: "usable", mode, warnings };
}

/** The strongest that the server is known to offer. */
function decideAuto(told: Told): ServerDecision {
  const { aof, appendfsync, hasWaitaof, replicas } = told;
  const failover = replicas > 0 ? [FAILOVER] : [];
  if (aof === "1" && appendfsync === "always") return usable("fsync", ...failover);
  if (aof === "1" && hasWaitaof) return usable("waitaof", ...failover);
  if (replicas > 0) return usable("replica", ...(aof === "0" ? [EMPTY_PRIMARY] : []));
  if (aof === "0") return usable("none", NO_FILE);
  return usable("none", appendfsync === null || aof === undefined ? FSYNC_UNCHECKED : NO_SYNC);
}

function decideFsync({ aof, appendfsync, hasWaitaof }: Told): ServerDecision {
  if (aof === "0") return refused(`${NO_FILE.message} ${CHOOSE}`);
  if (aof === "1" && appendfsync === "always") return usable("fsync");
  // It fails where there is no append-only file, so it proves what the server does not report.
  if (hasWaitaof) return usable("waitaof");
  if (aof === undefined || appendfsync === null) return usable("unverified", FSYNC_UNCHECKED);
  return refused(`${NO_SYNC.message} ${CHOOSE}`);
}

/** A replica may be away for a moment; then each write fails that must survive. */
function decideReplica({ aof, info, replicas }: Told): ServerDecision {
  const missing = info !== "" && replicas === 0 ? [NO_REPLICA] : [];
  return usable("replica", ...missing, ...(aof === "0" ? [EMPTY_PRIMARY] : []));
}

function decideNone(): ServerDecision {
  return usable("none", ACCEPTED_LOSS);
}

function refused(message: string): ServerDecision {
  return { kind: "refused", message };
}

/** The fields of an answer to `INFO`. */
export function infoFields(info: string): ReadonlyMap<string, string> {
  return new Map(
    info.split(/\r?\n/).map((line) => {
      const [name = "", value = ""] = line.split(":", 2);
      return [name, value] as const;
    }),
  );
}

const CHOOSE = "Or choose another REDIS_DURABILITY.";

const POLICY_UNCHECKED: ServerWarning = {
  event: "redis-unchecked",
  message:
    "Redis does not report its eviction policy. Make sure that it has maxmemory-policy noeviction.",
};
const FSYNC_UNCHECKED: ServerWarning = {
  event: "redis-unchecked",
  message:
    "Redis does not report whether it syncs each write to disk. Make sure that it has appendonly yes and appendfsync always, or set REDIS_DURABILITY=replica.",
};
const NO_FILE: ServerWarning = {
  event: "redis-not-durable",
  message:
    "Redis has no append-only file: when it stops, it loses acknowledged requests and paid tasks. Set appendonly yes and appendfsync always.",
};
const NO_SYNC: ServerWarning = {
  event: "redis-not-durable",
  message:
    "Redis does not sync each write to disk: when its machine stops, it loses acknowledged requests and paid tasks. Set appendfsync always.",
};
const FAILOVER: ServerWarning = {
  event: "redis-failover-unsafe",
  message:
    "Redis has replicas, and a failover loses the writes that a replica has not received. If your Redis fails over, set REDIS_DURABILITY=replica.",
};
const NO_REPLICA: ServerWarning = {
  event: "redis-no-replica",
  message:
    "Redis has no replica, so requests are answered 503 and no create request is sent. Connect a replica, or choose another REDIS_DURABILITY.",
};
const EMPTY_PRIMARY: ServerWarning = {
  event: "redis-not-durable",
  message:
    "Redis has no append-only file: a primary that restarts is empty, and empties its replicas. Set appendonly yes, or let only a failover bring back a primary.",
};
const ACCEPTED_LOSS: ServerWarning = {
  event: "redis-loss-accepted",
  message:
    "REDIS_DURABILITY is none: when Redis stops, acknowledged requests and paid tasks may be lost. Set it to fsync or replica unless your Redis keeps each write in another way.",
};
