import type { Worker } from "../api/operations.generated.ts";
import type { Caller, CallOptions } from "./call.ts";

/** The workers that run. The token must be one of `ADMIN_TOKENS`. */
export interface WorkerCalls {
  /** By host. */
  list(options?: CallOptions): Promise<readonly Worker[]>;
  /**
   * Lets a worker finish what it does and take nothing new, until it is resumed or its process
   * ends. Its `state` is `drained` once no job runs.
   */
  drain(worker: string, options?: CallOptions): Promise<Worker>;
  resume(worker: string, options?: CallOptions): Promise<Worker>;
}

export function workerCalls({ call }: Caller): WorkerCalls {
  return {
    list: async (options) => (await call("listWorkers", {}, options)).data,
    drain: (worker, options) => call("drainWorker", { path: { worker } }, options),
    resume: (worker, options) => call("resumeWorker", { path: { worker } }, options),
  };
}
