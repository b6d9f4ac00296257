import { isTerminal, type GenerationEvent, type GenerationStore } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import { Router, type Response } from "express";

import type { Bells } from "./bells.ts";
import { formatEvent, HEARTBEAT, readLastEventId } from "./event-stream.ts";
import { eventsOf, type Reader } from "./history.ts";
import { sendUnknownGeneration } from "../api/unknown-generation.ts";

const HEARTBEAT_MS = 15_000;

export interface EventsPorts {
  readonly store: Pick<GenerationStore, "events" | "get">;
  readonly bells: Bells;
  /** Ends all streams. Their readers resume at another replica, or when this one is back. */
  readonly closing: AbortSignal;
  /** Called with 1 when a stream begins, with -1 when it ends. */
  readonly streamsChanged: (difference: 1 | -1) => void;
  readonly heartbeatMs?: number | undefined;
}

/** `GET /v1/generations/{id}/events`: server-sent events, as the HTML standard defines them. */
export function eventsRouter(ports: EventsPorts): Router {
  const router = Router();
  router.get("/v1/generations/:id/events", (request, response) => {
    const after = readLastEventId(request.get("Last-Event-ID"));
    if (after === null) {
      sendProblem(response, { status: 400, detail: "Last-Event-ID is not the id of an event." });
      return Promise.resolve();
    }
    return openStream(ports, request.params.id, after, response);
  });
  return router;
}

async function openStream(
  ports: EventsPorts,
  id: string,
  after: string | undefined,
  response: Response,
): Promise<void> {
  const { store } = ports;
  // Before the first read, so that nothing falls between the two.
  using watch = ports.bells.watch(id);
  const generation = await store.get(id);
  if (generation === null) {
    sendUnknownGeneration(response);
    return;
  }
  const first = await store.events(id, after);
  if (first.length === 0 && isTerminal(generation.status)) {
    // All was read: 204 tells an EventSource not to come back.
    response.status(204).end();
    return;
  }
  beginStream(response);
  if (response.req.method === "HEAD") response.end();
  else await stream(ports, { store, watch, id, after }, first, response);
}

async function stream(
  ports: EventsPorts,
  reader: Omit<Reader, "signal">,
  first: readonly GenerationEvent[],
  response: Response,
): Promise<void> {
  ports.streamsChanged(1);
  const heartbeat = setInterval(() => response.write(HEARTBEAT), ports.heartbeatMs ?? HEARTBEAT_MS);
  const signal = AbortSignal.any([ports.closing, goneSignal(response)]);
  try {
    for await (const event of eventsOf({ ...reader, signal }, first))
      response.write(formatEvent(event));
    response.end();
  } finally {
    clearInterval(heartbeat);
    ports.streamsChanged(-1);
  }
}

function beginStream(response: Response): void {
  // Not by Express, which would add a charset: it is always UTF-8.
  response.setHeader("Content-Type", "text/event-stream");
  response.setHeader("Cache-Control", "no-cache");
  // nginx would hold events back.
  response.setHeader("X-Accel-Buffering", "no");
  response.flushHeaders();
}

/** Aborts when the reader goes away, or has gone already. */
function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  if (response.closed) gone.abort();
  else response.once("close", () => gone.abort());
  return gone.signal;
}
