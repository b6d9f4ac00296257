import type { GenerationEvent, GenerationStore } from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";
import { disconnectSignal, sendProblem } from "@dashqueue/service";
import type { Response } from "express";
import { Router } from "express";

import { sendUnknownGeneration } from "../http/unknown-generation.ts";
import type { ChangeNotifier } from "./change-notifier.ts";
import type { Reader } from "./follow-events.ts";
import { followEvents } from "./follow-events.ts";
import { formatEvent, HEARTBEAT, readLastEventId } from "./server-sent-event.ts";

const HEARTBEAT_MS = 15_000;

export interface EventsPorts {
  readonly store: Pick<GenerationStore, "events" | "get">;
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
    return serveEvents(ports, request.params.id, after, response);
  });
  return router;
}

async function serveEvents(
  ports: EventsPorts,
  id: string,
  after: string | undefined,
  response: Response,
): Promise<void> {
  const { store, changes } = ports;
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
  await stream(ports, { store, watch, id, after, signal }, first, response);
}

async function stream(
  { openStreams, heartbeatMs = HEARTBEAT_MS }: EventsPorts,
  reader: Reader,
  first: readonly GenerationEvent[],
  response: Response,
): Promise<void> {
  openStreams.inc();
  const heartbeat = setInterval(() => response.write(HEARTBEAT), heartbeatMs);
  try {
    for await (const event of followEvents(reader, first)) response.write(formatEvent(event));
    response.end();
  } finally {
    clearInterval(heartbeat);
    openStreams.dec();
  }
}

function beginStream(response: Response): void {
  // Express's `set` would add a charset, but server-sent events are always UTF-8.
  response.setHeader("Content-Type", "text/event-stream");
  response.setHeader("Cache-Control", "no-cache");
  // nginx buffers the stream without this header.
  response.setHeader("X-Accel-Buffering", "no");
  response.flushHeaders();
}
