import type { IncomingHttpHeaders } from "node:http";

import type { AfterHook, AppJob, AppQueue } from "@bull-board/api/dist/types.js";
import type { GenerationStore } from "@dashqueue/queue/internal";
import type { RequestHandler } from "express";

import type { FindUser } from "../auth/users.ts";
import { hasRole } from "../auth/users.ts";
import { translationFor } from "../texts/language.ts";
import type { Translate } from "../texts/translate.ts";
import { LANGUAGES, TRANSLATIONS } from "../texts/translate.ts";
import { failedText, generationIdOf, linkTo, nameOf, noteOf, progressOf } from "./job-text.ts";
import type { ShownQueue } from "./shown-queues.ts";
import { labelsOf } from "./shown-queues.ts";

export interface AnswerPorts {
  readonly store: Pick<GenerationStore, "get">;
  readonly findUser: FindUser;
  /** A queue by its name; undefined if the board does not show it. */
  readonly shownQueue: (name: string) => ShownQueue | undefined;
}

/** Tells the hook the language of the reader: Bull Board hands on nothing but the headers. */
export const tellLanguage: RequestHandler = ({ headers }, response, next) => {
  headers["accept-language"] = translationFor(response).language;
  next();
};

function toldIn(headers: IncomingHttpHeaders): Translate {
  const told = LANGUAGES.find((language) => language === headers["accept-language"]);
  return TRANSLATIONS[told ?? "en"];
}

/**
 * Adds to jobs where their generations are, says what queues are for, and shows no button to those
 * who may not use it.
 */
export function createAnswerHook({ store, findUser, shownQueue }: AnswerPorts): AfterHook {
  async function named(job: AppJob, t: Translate): Promise<AppJob> {
    const id = generationIdOf(job);
    // A record that this version cannot read must not hide its job.
    const generation = id === null ? null : await store.get(id).catch(() => null);
    const progress = (
      id === null ? noteOf(job.progress, t) : progressOf(job, generation, t)
    ) as AppJob["progress"];
    const link = id === null ? {} : { externalUrl: linkTo(id, t) };
    const name = nameOf(job, generation, t);
    const failed = job.failedReason ? { failedReason: failedText(job.failedReason, t) } : {};
    return { ...job, name, progress, ...failed, ...link };
  }
  async function shown(queue: AppQueue, t: Translate): Promise<AppQueue> {
    const known = shownQueue(queue.name);
    const labels = known === undefined ? {} : labelsOf(known, t);
    const jobs = await Promise.all(queue.jobs.map((job) => named(job, t)));
    return { ...queue, ...labels, jobs };
  }
  return async ({ method, route, request }, result) => {
    if (method !== "get") return result;
    const headers = request.headers as IncomingHttpHeaders;
    const t = toldIn(headers);
    const body = result.body as { readonly queues?: AppQueue[]; readonly job?: AppJob };
    if (route === "/api/queues/:queueName/:jobId" && body.job !== undefined)
      return { ...result, body: { ...body, job: await named(body.job, t) } };
    if (route !== "/api/queues" || body.queues === undefined) return result;
    const user = findUser(headers.authorization);
    const mayWrite = user !== null && hasRole(user, "operator");
    const hidden = { ...NO_RATE_LIMIT, ...(mayWrite ? {} : READ_ONLY) };
    const queues = body.queues.map(async (queue) => Object.assign(await shown(queue, t), hidden));
    return { ...result, body: { queues: await Promise.all(queues) } };
  };
}

const READ_ONLY = { readOnlyMode: true, allowRetries: false, allowCompletedRetries: false };

/** The board shows a rate limit as a button that releases it. */
const NO_RATE_LIMIT = { supportsGlobalRateLimit: false, activeRateLimitTtl: 0 };
