import type { ValuesOf } from "@dashqueue/service/command-line";
import { numberOption, wholeNumberOption } from "@dashqueue/service/command-line";

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

export const CHAOS = {
  usage: "npm run chaos -- [options]",
  about:
    "Runs the real processes against a simulated provider that fails, kills them with kill -9, and\n" +
    "checks that every accepted request succeeded and was paid once.",
  options: {
    generations: { type: "string", default: "1000", description: "how many requests" },
    workers: { type: "string", default: "2", description: "how many workers" },
    "kill-every": { type: "string", default: "20s", description: "seconds between two kills" },
    "lost-answers": {
      type: "string",
      default: "0.05",
      description: "share of create requests whose answer is lost, 0 to 1",
    },
    redis: {
      type: "string",
      default: "kill",
      description: `how Redis fails: ${Object.keys(REDIS_MODES).join(", ")}`,
    },
    "redis-restarts": { type: "string", default: "2", description: "how often Redis fails" },
    unsafe: {
      type: "boolean",
      default: false,
      description: "the negative control: Redis acknowledges what it may lose",
    },
    seed: { type: "string", default: "7", description: "of the random choices" },
    hostile: {
      type: "boolean",
      default: false,
      description: "wrong clocks, old task lists, stalled downloads, hanging connections",
    },
  },
} as const;

/** The options of a run. @throws Error naming the invalid one. */
export function chaosOptionsOf(values: ValuesOf<typeof CHAOS.options>): ChaosOptions {
  const redis = modeOf(values.redis);
  if (values.unsafe && redis === "kill")
    throw new Error(
      "--unsafe needs a --redis mode that can lose acknowledged writes, such as power-cut",
    );
  return {
    generations: wholeNumberOption("generations", values.generations, 1),
    workers: wholeNumberOption("workers", values.workers, 1),
    killEveryMs: secondsOf(values["kill-every"]) * 1000,
    lostAnswers: numberOption("lost-answers", values["lost-answers"], 0, 1),
    redis,
    redisRestarts: wholeNumberOption(
      "redis-restarts",
      values["redis-restarts"],
      values.unsafe ? 1 : 0,
    ),
    unsafe: values.unsafe,
    seed: wholeNumberOption("seed", values.seed, 0),
    hostile: values.hostile,
  };
}

function secondsOf(text: string): number {
  const [, seconds = ""] = /^(\d+)s$/.exec(text) ?? [];
  if (Number(seconds) < 1) throw new Error("--kill-every must be seconds, such as 20s");
  return Number(seconds);
}

function modeOf(name: string): RedisModeName {
  if (Object.hasOwn(REDIS_MODES, name)) return name as RedisModeName;
  throw new Error(`--redis must be one of ${Object.keys(REDIS_MODES).join(", ")}`);
}
