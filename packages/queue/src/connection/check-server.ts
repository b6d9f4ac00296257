import { once } from "node:events";
import { setTimeout } from "node:timers/promises";

import type { Redis } from "ioredis";
import { ReplyError } from "ioredis";

import { isWrongDatabase } from "./connect.ts";
import type {
  Durability,
  DurabilityMode,
  ServerDecision,
  ServerFacts,
  ServerWarning,
} from "./durability.ts";
import { decideDurability } from "./durability.ts";

const RETRY_MS = 1_000;
/** Its settings may change without a new connection. */
const REPEAT_MS = 60_000;

/** Called with what a check found, if the check before did not. */
export interface ServerReport {
  /** Redis makes writes durable in this way from now on. */
  mode(mode: DurabilityMode): void;
  warn(warning: ServerWarning): void;
  /** A server that was used until now must not be used any longer. */
  refuse(message: string): void;
}

/** What the server of a connection can do. It is checked on each connection, and every minute. */
export interface ServerCheck {
  /** @throws if Redis would lose data, or does not have the database that its URL names. */
  readonly first: Promise<void>;
  /** The latest decision, once there is one for the server that is connected now. */
  decision(): Promise<ServerDecision>;
  close(): void;
}

export function checkServer(redis: Redis, asked: Durability, report: ServerReport): ServerCheck {
  let latest: Promise<ServerDecision>;
  let last: ServerDecision | null = null;
  const check = () => {
    latest = factsOf(redis).then((facts) => {
      const decision = decideDurability(asked, facts);
      if (last !== null) reportOn(decision, last, report);
      last = decision;
      return decision;
    });
    latest.catch(() => {});
    return latest;
  };
  const begin = async () => {
    const decision = await check();
    if (decision.kind === "refused") throw new Error(decision.message);
    reportOn(decision, null, report);
  };
  const first = begin();
  // The first check has waited for the first connection.
  let isFirst = redis.status !== "ready";
  const onReady = () => {
    if (!isFirst) void check();
    isFirst = false;
  };
  redis.on("ready", onReady);
  const timer = setInterval(() => {
    if (redis.status === "ready") void check();
  }, REPEAT_MS).unref();
  return {
    first,
    decision: () => latest,
    close() {
      clearInterval(timer);
      redis.off("ready", onReady);
    },
  };
}

function reportOn(
  decision: ServerDecision,
  last: ServerDecision | null,
  report: ServerReport,
): void {
  const usableBefore = last?.kind === "usable" ? last : null;
  if (decision.kind === "refused") {
    if (usableBefore !== null) report.refuse(decision.message);
    return;
  }
  if (usableBefore?.mode !== decision.mode) report.mode(decision.mode);
  const known = new Set(usableBefore?.warnings.map(({ message }) => message));
  for (const warning of decision.warnings) if (!known.has(warning.message)) report.warn(warning);
}

/** Waits for Redis. */
export async function factsOf(redis: Redis): Promise<ServerFacts> {
  for (;;) {
    await untilReady(redis);
    try {
      const [info, config, [waitaof]] = await Promise.all([
        orElse(redis.info(), ""),
        orElse(redis.config("GET", "appendfsync"), []),
        orElse(redis.command("INFO", "WAITAOF"), []),
      ]);
      const [, appendfsync = null] = config as readonly string[];
      return { info, appendfsync, hasWaitaof: Array.isArray(waitaof) };
    } catch {
      await setTimeout(RETRY_MS, undefined, { ref: false });
    }
  }
}

/** The answer, or this instead if Redis does not permit the command. */
async function orElse<Answer, Other>(
  answer: Promise<Answer>,
  other: Other,
): Promise<Answer | Other> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ReplyError) return other;
    throw error;
  }
}

async function untilReady(redis: Redis): Promise<void> {
  while (redis.status !== "ready") {
    try {
      await once(redis, "ready");
    } catch (cause) {
      if (isWrongDatabase(cause))
        throw new Error(
          "the database in the URL of Redis does not exist: use a number below the server's databases setting",
          { cause },
        );
    }
  }
}
