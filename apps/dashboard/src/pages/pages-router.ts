import type {
  Failure,
  Generation,
  GenerationStore,
  GenerationView,
  Job,
  NextTries,
  NextTry,
  ProducerQueue,
} from "@dashqueue/queue/internal";
import { FAILURE_POLICY, isTerminal, lostFrom, nextStageOf } from "@dashqueue/queue/internal";
import { Router } from "express";

import { actionsRouter } from "../actions/actions-router.ts";
import type { ActionsPorts } from "../actions/actions-router.ts";
import { offersOf } from "../actions/offers.ts";
import type { Look } from "../actions/uncertain.ts";
import { lookOf, searchIn } from "../actions/uncertain.ts";
import { userOf } from "../auth/login.ts";
import { hasRole } from "../auth/users.ts";
import type { Presence } from "../files/presence.ts";
import type { Shown } from "./generation-page.ts";
import { renderGeneration } from "./generation-page.ts";
import { askedIn, isTaskUnread } from "./generation-text.ts";
import { searchJobOf } from "./next-job.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { translationFor } from "../texts/language.ts";
import type { Translate } from "../texts/translate.ts";
import { modelHeldBy } from "./waiting.ts";
import type { RedeliverPorts } from "./redeliver-router.ts";
import { redeliverRouter } from "./redeliver-router.ts";

export interface PagesPorts extends ActionsPorts, RedeliverPorts {
  readonly queue: ActionsPorts["queue"] & Pick<ProducerQueue, "view">;
  /** Those that Redis has forgotten are in the archive. */
  readonly records: Pick<GenerationStore, "get" | "events">;
  /** The last lines of a job's log, oldest first. */
  readonly logOf: (job: Pick<Job, "queue" | "id">) => Promise<readonly string[]>;
  /** Where the files of a generation are, by name. */
  readonly presences: (generation: Generation) => Promise<ReadonlyMap<string, Presence>>;
  /** Why generations of a model wait that were refused or held back; null if there are none. */
  readonly heldBackBy: (model: string) => Promise<Failure | null>;
  readonly tries: Pick<NextTries, "of" | "ofAnyAccount">;
  readonly newFormKey: () => string;
  readonly now: () => number;
}

/** Routes of our own pages. */
export function pagesRouter(ports: PagesPorts): Router {
  const { records, now } = ports;
  const router = Router();
  router.get("/generations/:id", async (request, response) => {
    const t = translationFor(response);
    const generation = await records.get(request.params.id);
    if (generation === null)
      return sendPage(response, renderMessage(t("Generation not found"), t(NOT_FOUND), t), 404);
    const mayAct = hasRole(userOf(response), "operator");
    const shown = await read(generation, mayAct, resentIn(request.query), ports, t);
    const asked = askedIn(request.query);
    return sendPage(response, renderGeneration(generation, { ...shown, asked }, now(), t));
  });
  return router.use(
    redeliverRouter(ports),
    actionsRouter(ports, (one) => looksOf(one, ports)),
  );
}

async function read(
  generation: Generation,
  mayAct: boolean,
  resentAfter: number | null,
  ports: PagesPorts,
  t: Translate,
): Promise<Omit<Shown, "asked">> {
  const { queue, store, records, presences, attempts, newFormKey, now } = ports;
  const { id, status } = generation;
  const [view, events, found, sent, isKept, heldBackBy] = await Promise.all([
    queue.view(generation),
    records.events(id),
    presences(generation),
    attempts(id),
    isTerminal(status) ? store.get(id).then((kept) => kept !== null) : true,
    status === "queued" && generation.delayed === null
      ? ports.heldBackBy(generation.request.model)
      : null,
  ]);
  const [nextTry, looks] = await Promise.all([
    nextTryOf(generation, view, heldBackBy, ports),
    status === "uncertain" || searchIn(events) !== null ? looksOf(generation, ports) : [],
  ]);
  const isUnread = isTaskUnread(generation, events);
  const offers = offersOf(
    generation,
    { now: now(), isKept, isUnread, waitsFor: view.waiting?.reason ?? null },
    t,
  );
  const deliveries = { attempts: sent, mayRedeliver: mayAct, resentAfter };
  const formKey = newFormKey();
  const queueName = nextStageOf(generation)?.queue ?? null;
  const places = { queueName, lostAt: lostFrom(generation) };
  const known = { view, events, presences: found, deliveries, heldBackBy, nextTry };
  return { ...known, ...places, looks, mayAct, offers, formKey };
}

/** The last searches for the task of a lost create request. */
async function looksOf(
  generation: Generation,
  { logOf }: Pick<PagesPorts, "logOf">,
): Promise<readonly Look[]> {
  const lines = await logOf(searchJobOf(generation));
  return lines.flatMap((line) => lookOf(line) ?? []);
}

/** When it is tried again, if the provider refused its account or its model. */
async function nextTryOf(
  generation: Generation,
  view: GenerationView,
  heldBackBy: Failure | null,
  { tries }: PagesPorts,
): Promise<NextTry | null> {
  if (generation.status !== "queued") return null;
  const { model } = generation.request;
  if (view.waiting?.reason === "account") return tries.ofAnyAccount();
  if (view.waiting?.reason === "backoff") return tries.of("model", model);
  const failure = modelHeldBy(view, heldBackBy) ?? generation.delayed;
  if (failure === null || FAILURE_POLICY[failure.kind].pauses !== "lane") return null;
  return tries.of("model", model);
}

/** Where the button that sends a message again leads to. */
function resentIn({ resent }: { readonly resent?: unknown }): number | null {
  return typeof resent === "string" && /^\d{1,9}$/.test(resent) ? Number(resent) : null;
}

const NOT_FOUND = "There is no generation with this id, neither in Redis nor in the archive.";
