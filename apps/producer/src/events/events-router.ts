import type { GenerationEvent } from "@dashqueue/queue/internal";
import { isTerminal, viewOf } from "@dashqueue/queue/internal";
import { disconnectSignal, flag, sendProblem } from "@dashqueue/service";
import type { Response } from "express";
import { Router } from "express";
import { z } from "zod";

import { isStillCaller } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { queryProblems } from "../http/query-problems.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";
import type { ChangeNotifier } from "./change-notifier.ts";
import type { Reader } from "./follow-events.ts";
import { followEvents } from "./follow-events.ts";
import { formatEvent, formatRecord, HEARTBEAT, readLastEventId } from "./server-sent-event.ts";
import { withRetries } from "./with-retries.ts";

const HEARTBEAT_MS = 15_000;

export interface EventsPorts {
  readonly queueOf: QueueOf<"events" | "get">;
  readonly changes: Pick<ChangeNotifier, "watch">;
  /** Ends all streams. Their readers resume at another replica, or here after a restart. */
  readonly closing: AbortSignal;
  /** The number of open streams. */
  readonly openStreams: { inc(): void; dec(): void };
  readonly heartbeatMs?: number | undefined;
}

/** `GET /v1/generations/{id}/events`: a generation's history as server-sent events. */
export function eventsRouter(ports: EventsPorts): Router {
  const router = Router();
  router.get("/v1/generations/:id/events", (request, response) => {
    const after = readLastEventId(request.get("Last-Event-ID"));
    if (after === null) {
      sendProblem(response, { status: 400, detail: "Last-Event-ID is not the id of an event." });
      return Promise.resolve();
    }
    const query = eventsQuerySchema.safeParse(request.query);
    if (!query.success) {
      const errors = queryProblems(query.error);
      sendProblem(response, { status: 400, detail: "The query is invalid.", errors });
      return Promise.resolve();
    }
    const asked = { id: request.params.id, after, named: query.data.event_names };
    return serveEvents(ports, ports.queueOf(request), asked, response);
  });
  return router;
}

/** Other parameters are left to proxies and clients. */
export const eventsQuerySchema = z.object({ event_names: flag.prefault("true") });

/** What a reader of a stream asked for. */
interface Asked extends Pick<Reader, "id" | "after"> {
  /** Whether each event has its own type. */
  readonly named: boolean;
}

async function serveEvents(
  ports: EventsPorts,
  store: Reader["store"],
  asked: Asked,
  response: Response,
): Promise<void> {
  const { changes } = ports;
  const { id, after } = asked;
  // Watching starts before the first read, so no event is missed in between.
  using watch = changes.watch(id);
  const generation = await store.get(id);
  if (generation === null) {
    sendUnknownGeneration(response);
    return;
  }
  const first = await store.events(id, after);
  if (first.length === 0 && isTerminal(generation.status)) {
    // Everything has been read. 204 keeps an EventSource from reconnecting.
    response.status(204).end();
    return;
  }
  beginStream(response);
  if (response.req.method === "HEAD") {
    response.end();
    return;
  }
  const signal = AbortSignal.any([ports.closing, disconnectSignal(response)]);
  await stream(ports, { store, watch, signal, ...asked }, first, response);
}

async function stream(
  { openStreams, heartbeatMs = HEARTBEAT_MS }: EventsPorts,
  reader: Reader & Asked,
  first: readonly GenerationEvent[],
  response: Response,
): Promise<void> {
  openStreams.inc();
  const refused = new AbortController();
  const heartbeat = setInterval(() => {
    response.write(HEARTBEAT);
    void isStillCaller(response.req).then((isCaller) => isCaller || refused.abort());
  }, heartbeatMs);
  const signal = AbortSignal.any([reader.signal, refused.signal]);
  try {
    for await (const event of followEvents({ ...reader, signal }, first)) {
      response.write(formatEvent(event, reader.named));
      if (isTerminal(event.status)) await writeRecord(reader, event, response);
    }
    response.end();
  } finally {
    clearInterval(heartbeat);
    openStreams.dec();
  }
}

/** Ends the stream with what became of the generation, so that its reader need not ask. */
async function writeRecord(
  { store, id, signal, named }: Reader & Asked,
  last: GenerationEvent,
  response: Response,
): Promise<void> {
  const generation = await withRetries(signal, () => store.get(id));
  if (generation !== null) response.write(formatRecord(viewOf(generation), last.id, named));
}

function beginStream(response: Response): void {
  // Express's `set` would add a charset, but server-sent events are always UTF-8.
  response.setHeader("Content-Type", "text/event-stream");
  response.setHeader("Cache-Control", "no-cache");
  // nginx buffers the stream without this header.
  response.setHeader("X-Accel-Buffering", "no");
  response.flushHeaders();
}
