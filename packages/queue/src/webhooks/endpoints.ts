import { createHash } from "node:crypto";

import type { Redis } from "ioredis";

import type { EndedAlarm } from "../audit/ended-alarms.ts";
import { createEndedAlarms } from "../audit/ended-alarms.ts";
import type { Keys } from "../store/keys.ts";
import { runScript, scriptOf } from "../store/script.ts";
import type { Endpoint, EndpointAnswer, Entry } from "./endpoint.ts";
import {
  afterAnswer,
  afterResuming,
  endpointSchema,
  enterEndpoint,
  isEndpointPaused,
} from "./endpoint.ts";

/** Where a webhook of a tenant goes. */
export interface Destination {
  readonly tenant: string;
  readonly url: string;
}

/** The webhook endpoints that failed lately, over all replicas. */
export interface WebhookEndpoints {
  /**
   * Whether a message may be sent now. `gone` means that the URL answered 410 lately. Only a
   * `probe` changes anything.
   */
  enter(to: Destination, now: number): Promise<Entry | { readonly kind: "gone" }>;
  /**
   * Records an answer. Resolves with what is known of the endpoint now and was known before;
   * null for one that works.
   */
  learn(
    to: Destination,
    answer: EndpointAnswer,
    now: number,
  ): Promise<{ readonly before: Endpoint | null; readonly after: Endpoint | null }>;
  /** Resumes a paused endpoint, unless it has failed since a person asked for that. */
  resume(to: Destination, askedAt: number): Promise<void>;
  /** A tenant's endpoints that failed lately, the latest first. */
  list(tenant: string): Promise<readonly (Endpoint & { readonly origin: string })[]>;
  /** How many endpoints of all tenants are paused. */
  countPaused(): Promise<number>;
}

/** An endpoint is forgotten when nothing was sent to it for this time. */
const KEEP_MS = 7 * 24 * 60 * 60_000;
/** How long nothing is sent to a URL that answered 410. */
const GONE_MS = 24 * 60 * 60_000;
/** Of a tenant. Further ones are not paused. */
const MOST_ENDPOINTS = 1_000;

// ARGV 1 expected state, "" for none  2 new state, "" for none  3 origin  4 tenant and origin
//      5 last failure  6 "1" if it is paused  7 how long a state is kept, ms  8 most endpoints
const REPLACE = scriptOf(`
if (redis.call("GET", KEYS[1]) or "") ~= ARGV[1] then return 0 end
for _, key in ipairs({ KEYS[2], KEYS[3] }) do
  redis.call("ZREMRANGEBYSCORE", key, "-inf", "(" .. (ARGV[5] - ARGV[7]))
end
if ARGV[2] == "" then
  redis.call("DEL", KEYS[1])
  redis.call("ZREM", KEYS[2], ARGV[3])
  redis.call("ZREM", KEYS[3], ARGV[4])
elseif ARGV[1] ~= "" or redis.call("ZCARD", KEYS[2]) < tonumber(ARGV[8]) then
  redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[7])
  redis.call("ZADD", KEYS[2], ARGV[5], ARGV[3])
  redis.call("PEXPIRE", KEYS[2], ARGV[7])
  if ARGV[6] == "1" then redis.call("ZADD", KEYS[3], ARGV[5], ARGV[4])
  else redis.call("ZREM", KEYS[3], ARGV[4]) end
end
return 1`);

export function createWebhookEndpoints(redis: Redis, keys: Keys): WebhookEndpoints {
  const alarms = createEndedAlarms(redis, keys);
  async function read({ tenant, url }: Destination) {
    const names = [keys.endpoint(tenant, new URL(url).origin), goneKey(keys, tenant, url)];
    const [json = null, gone] = await redis.mget(...names);
    return { json: json ?? "", endpoint: readEndpoint(json), isGone: gone !== null };
  }
  /** Replaces the state if no other worker has changed it since it was read. */
  async function replace(
    { tenant, url }: Destination,
    expected: string,
    next: Endpoint | null,
    now: number,
  ): Promise<boolean> {
    const { origin } = new URL(url);
    const names = [keys.endpoint(tenant, origin), keys.endpoints(tenant), keys.pausedEndpoints];
    const json = next === null ? "" : JSON.stringify(next);
    const paused = isEndpointPaused(next) ? "1" : "";
    const at = next?.lastFailureAt ?? now;
    const values = [expected, json, origin, `${tenant} ${origin}`, at, paused];
    const limits = [KEEP_MS, MOST_ENDPOINTS];
    return (await runScript(redis, REPLACE, 3, ...names, ...values, ...limits)) === 1;
  }
  return {
    async enter(to, now) {
      for (;;) {
        const { json, endpoint, isGone } = await read(to);
        if (isGone) return { kind: "gone" };
        const entered = enterEndpoint(endpoint, now);
        if (entered.entry.kind !== "probe") return entered.entry;
        if (await replace(to, json, entered.endpoint, now)) return entered.entry;
      }
    },
    async learn(to, answer, now) {
      const gone = goneKey(keys, to.tenant, to.url);
      if (answer.kind === "gone") await redis.set(gone, "1", "PX", GONE_MS);
      for (;;) {
        const { json, endpoint: before, isGone } = await read(to);
        if (isGone && answer.kind === "accepted") await redis.del(gone);
        const after = afterAnswer(before, answer, now);
        const isSame = before === null && after === null;
        if (!isSame && !(await replace(to, json, after, now))) continue;
        if (before !== null && after === null) await alarms.record(endedOf(to, before, now));
        return { before, after };
      }
    },
    async resume(to, askedAt) {
      for (;;) {
        const { json, endpoint } = await read(to);
        const next = afterResuming(endpoint, askedAt);
        if (next === endpoint || (await replace(to, json, next, askedAt))) return;
      }
    },
    list: (tenant) => listEndpoints(redis, keys, tenant),
    countPaused: () => redis.zcard(keys.pausedEndpoints),
  };
}

/** A single failure may be one of the message, and passes unnoticed. */
function endedOf(
  { tenant, url }: Destination,
  { failures, lastError, since }: Endpoint,
  until: number,
): readonly EndedAlarm[] {
  if (failures < 2) return [];
  const name = `${tenant} ${new URL(url).origin}`;
  return [{ scope: "webhooks", name, kind: null, message: lastError, since, until }];
}

async function listEndpoints(redis: Redis, keys: Keys, tenant: string) {
  const origins = await redis.zrange(keys.endpoints(tenant), 0, "-1", "REV");
  if (origins.length === 0) return [];
  const found = await redis.mget(...origins.map((origin) => keys.endpoint(tenant, origin)));
  return origins.flatMap((origin, index) => {
    const endpoint = readEndpoint(found[index] ?? null);
    return endpoint === null ? [] : [{ origin, ...endpoint }];
  });
}

/** The URL may hold secrets (G7). */
function goneKey(keys: Keys, tenant: string, url: string): string {
  return keys.goneUrl(tenant, createHash("sha256").update(url).digest("hex"));
}

/** Null for a state that another version wrote, which is as good as none. */
function readEndpoint(json: string | null): Endpoint | null {
  if (json === null) return null;
  const read = endpointSchema.safeParse(JSON.parse(json));
  return read.success ? read.data : null;
}
