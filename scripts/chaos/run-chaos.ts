import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { createRandom, startSimulator } from "@dashqueue/simulator";

import { enqueue, read } from "./callers.ts";
import { count } from "./count.ts";
import { environmentOf } from "./environment.ts";
import { loseAnswers, promptOf, ratesOf } from "./faults.ts";
import { strikeAtRandom } from "./hazards.ts";
import { hostileEnvironment, hostileNow, HOSTILE_RATES, providerHazards } from "./hostile.ts";
import type { ChaosOptions } from "./options.ts";
import type { Processes } from "./processes.ts";
import { startProcesses } from "./processes.ts";
import { longestSilenceMs } from "./longest-silence.ts";
import { REDIS_MODES } from "./redis/modes.ts";
import type { ChaosResult } from "./verdict.ts";

/** High limits for a short run. The result does not depend on them. */
const LIMIT = { submitsPerSecond: 20, maxInFlight: 10 };

/** A short run needs answers and polls sooner than the defaults. */
const FAST_CALLS = { DASHSCOPE_TIMEOUT_MS: "2000", POLL_MIN_MS: "300", POLL_MAX_MS: "1000" };

/** If no generation ends for this long, the remaining ones are stuck. */
const STUCK_MS = 120_000;

const EXAMPLE = JSON.parse(
  readFileSync(new URL("../../examples/image-reference.json", import.meta.url), "utf8"),
) as { input: Record<string, unknown> };

/** Runs and kills real processes against a provider that loses answers, and counts the payments. */
export async function runChaos(
  options: ChaosOptions,
  onProgress: (text: string) => void,
): Promise<ChaosResult> {
  const random = createRandom(options.seed);
  await using stack = new AsyncDisposableStack();
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-chaos-"));
  stack.defer(() => rm(archive, { recursive: true, force: true }));
  const redis = stack.use(
    await REDIS_MODES[options.redis]({
      isUnsafe: options.unsafe,
      random: createRandom(options.seed),
    }),
  );
  const simulator = stack.use(
    await startSimulator({
      limits: { "*": LIMIT },
      concurrencyMode: "reject",
      pendingMs: 50,
      runningMs: 300,
      faultRates: ratesOf(options.seed, options.hostile ? HOSTILE_RATES : {}),
      ...(options.hostile ? { now: hostileNow } : {}),
    }),
  );
  const lostAnswers = loseAnswers(simulator, options, random);
  const env = {
    ...environmentOf({ redisUrl: redis.url, simulator, archive, limits: { "*": LIMIT } }),
    ...FAST_CALLS,
    ...redis.env,
  };
  const envOf = (name: string, index: number) =>
    options.hostile ? { ...env, ...hostileEnvironment(name, index) } : env;
  const processes = stack.use(await startProcesses(envOf, options.workers));

  const ids: string[] = [];
  const ended = new Set<string>();
  const kills: number[] = [];
  const over = new AbortController();
  const killing = killProcesses(processes, options.killEveryMs, random, kills, over.signal);
  const restarting = restartAt(options, ended, redis.failAndRecover, over.signal);
  const hazards = options.hostile ? [...redis.hazards, ...providerHazards(simulator)] : [];
  const striking = strikeAtRandom(hazards, options.killEveryMs, random, over.signal);
  const accepting = accept(processes, options, ids, ended, over.signal);
  await waitForEnds(processes, options.generations, ids, ended, onProgress);
  over.abort();
  await Promise.all([killing, striking, accepting, restarting]);

  const views = await Promise.all(ids.map((id) => read(processes.producerUrl(), id)));
  return {
    ...count(views, simulator, LIMIT.maxInFlight),
    hazards: await striking,
    kills: kills.length,
    redis: options.unsafe ? `${options.redis}, unsafe` : options.redis,
    redisRestarts: await restarting,
    redisCounts: redis.counts(),
    lostAnswers,
    // The provider's clock dates the requests.
    longestRecoveryMs: options.hostile ? null : longestSilenceMs(simulator.requests(), kills),
  };
}

/** Submits ahead of what has ended, so that every failure of Redis meets submissions. */
async function accept(
  processes: Processes,
  { generations, redisRestarts }: ChaosOptions,
  ids: string[],
  ended: ReadonlySet<string>,
  over: AbortSignal,
): Promise<void> {
  const ahead = Math.ceil(generations / (redisRestarts + 2));
  for (let number = 1; number <= generations; number += 1) {
    while (number > ended.size + ahead && !over.aborted) await setTimeout(50);
    if (over.aborted) return;
    const body = { ...EXAMPLE, input: { ...EXAMPLE.input, prompt: promptOf(number) } };
    ids.push(await enqueue(processes.producerUrl(), body, `chaos-${number}`));
  }
}

async function killProcesses(
  processes: Processes,
  everyMs: number,
  random: () => number,
  kills: number[],
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    await setTimeout(everyMs, undefined, { signal: over }).catch(() => {});
    if (over.aborted) return;
    kills.push(Date.now());
    await processes.killOne(random);
  }
}

/** Restarts Redis at even intervals over the run. Returns the number of restarts. */
async function restartAt(
  { generations, redisRestarts }: ChaosOptions,
  ended: ReadonlySet<string>,
  restart: () => Promise<void>,
  over: AbortSignal,
): Promise<number> {
  for (let done = 0; done < redisRestarts; done += 1) {
    const due = Math.ceil((generations * (done + 1)) / (redisRestarts + 1));
    while (ended.size < due && !over.aborted) await setTimeout(100);
    if (over.aborted) return done;
    await restart();
  }
  return redisRestarts;
}

async function waitForEnds(
  processes: Processes,
  generations: number,
  ids: readonly string[],
  ended: Set<string>,
  onProgress: (text: string) => void,
): Promise<void> {
  let lastEndAt = Date.now();
  while (ended.size < generations && Date.now() - lastEndAt < STUCK_MS) {
    for (const id of ids.filter((id) => !ended.has(id)).slice(0, 50)) {
      const view = await read(processes.producerUrl(), id);
      if (view !== null && view.finished_at === null) continue;
      ended.add(id);
      lastEndAt = Date.now();
    }
    onProgress(`${ended.size} of ${generations} ended`);
    await setTimeout(200);
  }
}
