import type { Enqueued } from "@dashqueue/queue/internal";
import type { RequestHandler } from "express";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

import type { CallbackResult } from "./callbacks/callbacks.ts";

export interface Metrics {
  readonly registry: Registry;
  /** Measures every request that passes. */
  readonly measure: RequestHandler;
  readonly answered: (kind: Enqueued["kind"]) => void;
  readonly callbackTaken: (result: CallbackResult) => void;
  readonly streamsChanged: (difference: 1 | -1) => void;
}

/** Numbers only: no ids, no content, no callers. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "dashqueue_http_request_duration_seconds",
    help: "Time from a request to the end of its answer; event streams are not counted.",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const requests = new Counter({
    name: "dashqueue_generation_requests_total",
    help: "Requests for a generation, by what became of them: accepted, repeated, conflict or invalid.",
    labelNames: ["answer"],
    registers,
  });
  const streams = new Gauge({
    name: "dashqueue_event_streams",
    help: "Open event streams.",
    registers,
  });
  const callbacks = new Counter({
    name: "dashqueue_callbacks_total",
    help: "Events of the provider, by what became of them: hurried, foreign, ended, unreadable or unauthorized.",
    labelNames: ["result"],
    registers,
  });
  return {
    registry,
    measure: (request, response, next) => {
      const end = durations.startTimer({ method: request.method });
      response.once("close", () => {
        const type = response.getHeader("Content-Type");
        if (type !== "text/event-stream")
          end({ route: routeOf(request.route), status: response.statusCode });
      });
      next();
    },
    answered: (answer) => requests.inc({ answer }),
    callbackTaken: (result) => callbacks.inc({ result }),
    streamsChanged: (difference) => streams.inc(difference),
  };
}

/** The template, not the path: ids would make a series each. */
function routeOf(route: unknown): string {
  const isRoute = typeof route === "object" && route !== null && "path" in route;
  return isRoute && typeof route.path === "string" ? route.path : "none";
}
