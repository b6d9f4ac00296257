import type { Enqueued } from "@dashqueue/queue/internal";
import { VERSION } from "@dashqueue/queue/internal";
import { registerBuildInfo } from "@dashqueue/service";
import type { RequestHandler } from "express";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

import type { CallbackResult } from "./callbacks/callbacks-router.ts";

export interface Metrics {
  readonly registry: Registry;
  /** Measures the duration of every request. */
  readonly measure: RequestHandler;
  readonly countSubmission: (result: Enqueued["kind"]) => void;
  readonly countCallback: (result: CallbackResult) => void;
  readonly openStreams: Pick<Gauge, "inc" | "dec">;
  readonly heldCalls: Pick<Gauge, "inc" | "dec">;
}

/** No label holds an id, request content or a caller (G7). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  registerBuildInfo(registry, VERSION);
  const durations = new Histogram({
    name: "dashqueue_http_request_duration_seconds",
    help: "Time from a request to the end of its response, without event streams.",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const submissions = new Counter({
    name: "dashqueue_generation_requests_total",
    help: "Submissions by result: accepted, repeated, conflict, invalid or refused.",
    labelNames: ["answer"],
    registers,
  });
  const openStreams = new Gauge({
    name: "dashqueue_event_streams",
    help: "Open event streams.",
    registers,
  });
  const heldCalls = new Gauge({
    name: "dashqueue_held_calls",
    help: "Calls that wait for the end of their generation.",
    registers,
  });
  const callbacks = new Counter({
    name: "dashqueue_callbacks_total",
    help: "EventBridge events by result: expedited, foreign, ended, unreadable or unauthorized.",
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
    countSubmission: (answer) => submissions.inc({ answer }),
    countCallback: (result) => callbacks.inc({ result }),
    openStreams,
    heldCalls,
  };
}

/** The route's template. A path would create a time series for every id. */
function routeOf(route: unknown): string {
  const isRoute = typeof route === "object" && route !== null && "path" in route;
  return isRoute && typeof route.path === "string" ? route.path : "none";
}
