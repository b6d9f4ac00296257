import type { Space } from "@dashqueue/archive";
import type { Generation, Model } from "@dashqueue/client";
import type { RedisInspection } from "@dashqueue/queue";

import type { Judged } from "./finding.ts";
import { fail, ok, warn } from "./finding.ts";

/** Whether the token can be one of dashqueue. */
export function judgeToken(token: string | undefined): Judged {
  if (token === undefined)
    return warn(
      "none is set: only a producer without PRODUCER_TOKENS takes that. Set DASHQUEUE_TOKEN.",
    );
  if (token.startsWith("sk-"))
    return fail(
      "it looks like an API key of DashScope. Use one of PRODUCER_TOKENS or a tenant's key.",
    );
  if (/[\s"']/.test(token)) return fail("it has spaces or quotes in it. Set it without them.");
  if (token.startsWith("dq_") && token.length !== API_KEY_LENGTH)
    return fail(
      `a tenant's key has ${API_KEY_LENGTH} characters, this one ${token.length}. Copy it whole.`,
    );
  return ok(token.startsWith("dq_") ? "a tenant's key" : "a token of the producer");
}

/** `dq_` and 24 bytes in base64url. */
const API_KEY_LENGTH = 35;

/** Whether a key of DashScope looks like one. */
export function judgeProviderKey(key: string): Judged {
  if (key.startsWith("sk-") && !/\s/.test(key)) return ok("it has the form of a key");
  return fail(
    "a key of DashScope begins with sk- and has no spaces. Copy it from the console of Model Studio.",
  );
}

/** Beyond this, the provider and dashqueue disagree about what has expired. */
const NOTABLE_SKEW_MS = 5_000;
/** Webhooks that differ by more are refused. */
const HARMFUL_SKEW_MS = 300_000;

/** @param aheadMs of our clock */
export function judgeClock(whose: string, aheadMs: number): Judged {
  const skewMs = Math.abs(aheadMs);
  if (Number.isNaN(skewMs)) return warn(`${whose} does not report its time.`);
  const seconds = Math.round(skewMs / 1_000);
  const text = `${whose} is ${seconds} s ${aheadMs > 0 ? "ahead of" : "behind"} this machine`;
  if (skewMs > HARMFUL_SKEW_MS)
    return fail(`${text}: webhooks are refused. Correct the clocks, for example with NTP.`);
  if (skewMs > NOTABLE_SKEW_MS) return warn(`${text}. Correct the clocks, for example with NTP.`);
  return ok(`${whose} and this machine agree`);
}

export function judgeLimits(models: readonly Model[]): Judged {
  const withLimits = models.filter(({ account_limits: limits }) => limits.length > 0);
  if (withLimits.length > 0)
    return ok(`${models.length} models; the provider reported the limits of ${withLimits.length}`);
  return warn(
    `${models.length} models, with documented limits: no worker has read those of the account. Check that a worker runs; not every account reports them.`,
  );
}

/** What waits for an operator, by the reasons of the newest generations. */
export function judgeWaiting(queued: readonly Generation[]): Judged {
  const held = queued.flatMap(({ waiting }) =>
    waiting === null || waiting.reason === "slot" ? [] : [waiting],
  );
  const [first] = held;
  if (first === undefined)
    return ok(queued.length === 0 ? "nothing waits" : "they wait for slots only");
  return warn(`${held.length} wait for ${first.reason}. ${first.advice}`);
}

const OLDEST_REDIS = [6, 2] as const;

export function judgeRedis(inspection: RedisInspection): readonly Judged[] {
  if (inspection.kind === "unreachable") return [fail(inspection.message)];
  const { version, mode, messages, aheadMs } = inspection;
  const durability =
    mode === null
      ? messages.map(fail)
      : messages.length > 0
        ? messages.map(warn)
        : [ok(`durable: ${mode}`)];
  return [judgeVersion(version), ...durability, judgeClock("Redis", aheadMs)];
}

function judgeVersion(version: string | null): Judged {
  if (version === null)
    return warn("it does not report its version. dashqueue needs 6.2 or newer.");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < OLDEST_REDIS[0] || (major === OLDEST_REDIS[0] && minor < OLDEST_REDIS[1]);
  return isOld ? fail(`version ${version}: update to 6.2 or newer.`) : ok(`version ${version}`);
}

const LITTLE_BYTES = 1e9;

export function judgeSpace(place: string, space: Space | null): Judged {
  if (space === null) return ok(`${place} can be written`);
  const free = `${(space.freeBytes / 1e9).toFixed(1)} GB free`;
  if (space.freeBytes < LITTLE_BYTES) return warn(`${place}: only ${free}. Make room, or move it.`);
  return ok(`${place} can be written, ${free}`);
}
