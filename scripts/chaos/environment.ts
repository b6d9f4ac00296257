import type { Simulator } from "@dashqueue/simulator";

/** Where the processes of a run keep their data, and what they may send to the simulator. */
interface Surroundings {
  readonly redisUrl: string;
  readonly simulator: Pick<Simulator, "baseUrl">;
  /** The folder of the archive. */
  readonly archive: string;
  /** `DASHSCOPE_LIMITS`, by model. */
  readonly limits: Readonly<Record<string, object>>;
}

/** The environment of processes that run against a simulator, with short delays and free ports. */
export function environmentOf({ redisUrl, simulator, archive, limits }: Surroundings) {
  return {
    REDIS_URL: redisUrl,
    ARCHIVE_URL: `file:${archive}`,
    DASHSCOPE_API_KEY: "sk-simulator",
    DASHSCOPE_HTTP_BASE_URL: simulator.baseUrl,
    DASHSCOPE_LIMITS: JSON.stringify(limits),
    RECONCILE_AFTER_MS: "2000",
    REPAIR_INTERVAL_MS: "1000",
    PRODUCER_PORT: "0",
    WORKER_PORT: "0",
  };
}
