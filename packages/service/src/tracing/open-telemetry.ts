import { setTimeout } from "node:timers/promises";

import type { Context, Span } from "@opentelemetry/api";
import {
  context,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

import type { Logger } from "../log/logger.ts";
import type { TracingSettings } from "./start-tracing.ts";
import type { OpenSpan, SpanTerms, Tracing } from "./tracing.ts";
import { NO_TRACING } from "./tracing.ts";

/** A collector that does not answer may not delay the end of the process for longer. */
const FLUSH_MS = 3_000;

/**
 * Traces by OpenTelemetry's SDK, which reads from its own variables where spans go and what they
 * describe the process.
 *
 * @param serviceName unless `OTEL_SERVICE_NAME` names another one
 */
export function openTelemetryTracing(
  serviceName: string,
  { ratio, asCaller, delayMs }: TracingSettings,
  logger: Pick<Logger, "warn">,
): Tracing {
  reportFailures(logger);
  const exporter = new OTLPTraceExporter();
  const root = new TraceIdRatioBasedSampler(ratio);
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": serviceName }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: asCaller ? new ParentBasedSampler({ root }) : root,
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: delayMs })],
  });
  // Keeps the active span over promises.
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const tracer = provider.getTracer("dashqueue");

  const start = (name: string, { parent, attributes = {} }: SpanTerms, startTime?: Date) => {
    const options = { attributes, ...(startTime === undefined ? {} : { startTime }) };
    const within = parent === undefined ? context.active() : contextOf(parent);
    const span = tracer.startSpan(name, options, within);
    return { span, active: trace.setSpan(within, span) };
  };
  const span: Tracing["span"] = async (name, terms, work) => {
    const { span, active } = start(name, terms);
    try {
      return await context.with(active, () => work(openSpan(span)));
    } catch (error) {
      // The message may hold what a trace must not (G7).
      span.setStatus({ code: SpanStatusCode.ERROR, message: "see the log" });
      throw error;
    } finally {
      span.end();
    }
  };
  return {
    isOn: true,
    span,
    child: (name, terms, work) =>
      trace.getActiveSpan() === undefined
        ? NO_TRACING.child(name, terms, work)
        : span(name, terms, work),
    add: (name, { from, to, ...terms }) =>
      start(name, terms, new Date(from)).span.end(new Date(Math.max(from, to))),
    close: () =>
      Promise.race([provider.shutdown(), setTimeout(FLUSH_MS, undefined, { ref: false })]),
  };
}

function openSpan(span: Span): OpenSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`,
    set: (attributes) => void span.setAttributes(attributes),
    fail: (message) => void span.setStatus({ code: SpanStatusCode.ERROR, message }),
  };
}

/** The context of a span in another process, or of another time. */
function contextOf(traceparent: string): Context {
  const [, traceId = "", spanId = "", flags = ""] = traceparent.split("-");
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** The SDK reports an error as JSON of its fields, with the stack. */
function reasonIn(report: string): string {
  try {
    const { message } = JSON.parse(report) as { readonly message?: unknown };
    return typeof message === "string" ? message : report;
  } catch {
    return report;
  }
}

/** Says once that spans are lost: the SDK fails with each batch. */
function reportFailures(logger: Pick<Logger, "warn">): void {
  let isSaid = false;
  const report = (message: string) => {
    if (isSaid) return;
    isSaid = true;
    logger.warn(
      { event: "traces-lost", reason: reasonIn(message) },
      "spans cannot be sent and are lost. Check OTEL_EXPORTER_OTLP_ENDPOINT and the collector.",
    );
  };
  const ignore = () => {};
  diag.setLogger(
    { error: report, warn: ignore, info: ignore, debug: ignore, verbose: ignore },
    DiagLogLevel.ERROR,
  );
}
