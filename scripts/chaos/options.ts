import { parseArgs } from "node:util";

export interface ChaosOptions {
  readonly generations: number;
  readonly workers: number;
  /** Time between two kills. */
  readonly killEveryMs: number;
  /** Share of create requests whose answer is lost, 0 to 1. */
  readonly lostAnswers: number;
  readonly redisRestarts: number;
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
      "redis-restarts": { type: "string", default: "2" },
      seed: { type: "string", default: "7" },
      hostile: { type: "boolean", default: false },
    },
  });
  return {
    generations: numberOf("generations", values.generations, 1),
    workers: numberOf("workers", values.workers, 1),
    killEveryMs: numberOf("kill-every", values["kill-every"].replace(/s$/, ""), 1) * 1000,
    lostAnswers: numberOf("lost-answers", values["lost-answers"], 0),
    redisRestarts: numberOf("redis-restarts", values["redis-restarts"], 0),
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
