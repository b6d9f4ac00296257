import { archiveLocation, openArchive } from "@dashqueue/archive";
import type { CallOptions, DashqueueClient, Generation } from "@dashqueue/client";
import { inspectRedis } from "@dashqueue/queue";

import type { Terminal } from "../terminal/terminal.ts";
import type { Finding, Judged } from "./finding.ts";
import { fail, ok } from "./finding.ts";
import {
  judgeClock,
  judgeLimits,
  judgeProviderKey,
  judgeRedis,
  judgeSpace,
  judgeToken,
  judgeWaiting,
} from "./judge.ts";

export interface Patient {
  readonly url: string;
  readonly token: string | undefined;
  readonly client: DashqueueClient;
  readonly terminal: Pick<Terminal, "env" | "now" | "signal">;
}

const LIMIT_MS = 5_000;
const WAITING_LOOKED_AT = 100;

/** Checks an installation from outside, and inside what the environment names of its parts. */
export async function* examine(patient: Patient): AsyncGenerator<Finding, void, undefined> {
  const { client, token, terminal } = patient;
  const { signal, env } = terminal;
  const options = { signal, timeoutMs: LIMIT_MS };
  yield named("token", judgeToken(token));
  let isReached = true;
  for await (const finding of all("producer", () => producer(patient))) {
    isReached &&= finding.state !== "fail";
    yield finding;
  }
  if (isReached) {
    yield* all("models", async () => [judgeLimits(await client.models(options))]);
    yield* all("waiting", async () => [judgeWaiting(await queuedOf(client, options))]);
  }
  const { REDIS_URL: redisUrl, ARCHIVE_URL: archiveUrl, DASHSCOPE_API_KEY: key } = env;
  if (redisUrl) yield* all("redis", () => redis(redisUrl, terminal));
  if (archiveUrl) yield* all("archive", () => archive(archiveUrl));
  if (key) yield named("key", judgeProviderKey(key));
}

async function queuedOf(client: DashqueueClient, options: CallOptions): Promise<Generation[]> {
  const queued: Generation[] = [];
  const filter = { status: "queued", pageSize: WAITING_LOOKED_AT } as const;
  for await (const one of client.list(filter, options))
    if (queued.push(one) === WAITING_LOOKED_AT) break;
  return queued;
}

function named(name: string, judged: Judged): Finding {
  return { name, ...judged };
}

/** The findings of one part. A part that cannot be checked has failed. */
async function* all(
  name: string,
  check: () => Promise<readonly Judged[]>,
): AsyncGenerator<Finding, void, undefined> {
  let found: readonly Judged[];
  try {
    found = await check();
  } catch (error) {
    found = [fail(error instanceof Error ? error.message : String(error))];
  }
  for (const judged of found) yield named(name, judged);
}

async function producer({ client, url, terminal }: Patient): Promise<readonly Judged[]> {
  const { now, signal } = terminal;
  const begun = now();
  const { at } = await client.ready({ signal, timeoutMs: LIMIT_MS });
  const middle = (begun + now()) / 2;
  return [ok(`${url} accepts requests`), judgeClock("the producer", at - middle)];
}

async function redis(
  redisUrl: string,
  { env, now }: Pick<Terminal, "env" | "now">,
): Promise<readonly Judged[]> {
  const prefix = env["DASHQUEUE_PREFIX"] || "{dashqueue}";
  const asked = DURABILITIES.find((name) => name === env["REDIS_DURABILITY"]) ?? "auto";
  return judgeRedis(
    await inspectRedis({ redisUrl, prefix, durability: asked, now, limitMs: LIMIT_MS }),
  );
}

const DURABILITIES = ["auto", "fsync", "replica", "none"] as const;

async function archive(url: string): Promise<readonly Judged[]> {
  const location = archiveLocation(url);
  if (location === null)
    return [fail("ARCHIVE_URL names no archive: write file:<folder> or s3://<bucket>/<prefix>.")];
  const opened = await openArchive(location);
  return [judgeSpace(opened.place, await opened.probe())];
}
