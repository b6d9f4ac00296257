import type { AfterHook, AppJob, AppQueue } from "@bull-board/api/dist/types.js";
import type { GenerationStore } from "@dashqueue/queue/internal";

import type { FindUser } from "../auth/users.ts";
import { hasRole } from "../auth/users.ts";
import { generationIdOf, nameOf, progressOf } from "./job-text.ts";

export interface AnswerPorts {
  readonly store: Pick<GenerationStore, "get">;
  readonly findUser: FindUser;
}

/** Adds to jobs where their generations are, and shows no button to those who may not use it. */
export function createAnswerHook({ store, findUser }: AnswerPorts): AfterHook {
  async function named(job: AppJob): Promise<AppJob> {
    const id = generationIdOf(job);
    if (id === null) return job;
    // A record that this version cannot read must not hide its job.
    const generation = await store.get(id).catch(() => null);
    const progress = progressOf(job, generation) as AppJob["progress"];
    return { ...job, name: nameOf(job, generation), progress };
  }
  return async ({ method, route, request }, result) => {
    if (method !== "get") return result;
    const body = result.body as { readonly queues?: AppQueue[]; readonly job?: AppJob };
    if (route === "/api/queues/:queueName/:jobId" && body.job !== undefined)
      return { ...result, body: { ...body, job: await named(body.job) } };
    if (route !== "/api/queues" || body.queues === undefined) return result;
    const user = findUser(request.headers["authorization"]);
    const mayWrite = user !== null && hasRole(user, "operator");
    const hidden = { ...NO_RATE_LIMIT, ...(mayWrite ? {} : READ_ONLY) };
    const queues = body.queues.map(async (queue) =>
      Object.assign(queue, hidden, { jobs: await Promise.all(queue.jobs.map(named)) }),
    );
    return { ...result, body: { queues: await Promise.all(queues) } };
  };
}

const READ_ONLY = { readOnlyMode: true, allowRetries: false, allowCompletedRetries: false };

/** The board shows a rate limit as a button that releases it. */
const NO_RATE_LIMIT = { supportsGlobalRateLimit: false, activeRateLimitTtl: 0 };
