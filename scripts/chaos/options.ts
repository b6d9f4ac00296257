import { parseArgs } from "node:util";

import type { RedisModeName } from "./redis/modes.ts";
import { REDIS_MODES } from "./redis/modes.ts";

export interface ChaosOptions {
  readonly generations: number;
  readonly workers: number;
  /** Time between two kills. */
  readonly killEveryMs: number;
  /** Share of create requests whose answer is lost, 0 to 1. */
  readonly lostAnswers: number;
  /** How Redis fails. */
  readonly redis: RedisModeName;
  /** How often it fails. */
  readonly redisRestarts: number;
  /** Whether Redis acknowledges what it may lose, so that the run must find losses. */
  readonly unsafe: boolean;
  readonly seed: number;
  /** Whether clocks are wrong, the provider lies, and Redis and the network fail in odd ways. */
  readonly hostile: boolean;
}

/** Parses `--generations 1000 --kill-every 20s …`. @throws Error naming the invalid option. */
export function readChaosOptions(commandLine: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      generations: { type: "string", default: "1000" },
      workers: { type: "string", default: "2" },
      "kill-every": { type: "string", default: "20s" },
      "lost-answers": { type: "string", default: "0.05" },
      redis: { type: "string", default: "kill" },
      "redis-restarts": { type: "string", default: "2" },
      unsafe: { type: "boolean", default: false },
      seed: { type: "string", default: "7" },
      hostile: { type: "boolean", default: false },
    },
  });
  const redis = modeOf(values.redis);
  if (values.unsafe && redis === "kill")
    throw new Error(
      "--unsafe needs a --redis mode that can lose acknowledged writes, such as power-cut",
    );
  return {
    generations: numberOf("generations", values.generations, 1),
    workers: numberOf("workers", values.workers, 1),
    killEveryMs: numberOf("kill-every", values["kill-every"].replace(/s$/, ""), 1) * 1000,
    lostAnswers: numberOf("lost-answers", values["lost-answers"], 0),
    redis,
    redisRestarts: numberOf("redis-restarts", values["redis-restarts"], values.unsafe ? 1 : 0),
    unsafe: values.unsafe,
    seed: numberOf("seed", values.seed, 0),
    hostile: values.hostile,
  };
}

function numberOf(name: string, text: string, least: number): number {
  const number = Number(text);
  if (text === "" || !Number.isFinite(number) || number < least)
    throw new Error(`--${name} must be a number of at least ${least}`);
  return number;
}

function modeOf(name: string): RedisModeName {
  if (Object.hasOwn(REDIS_MODES, name)) return name as RedisModeName;
  throw new Error(`--redis must be one of ${Object.keys(REDIS_MODES).join(", ")}`);
}
