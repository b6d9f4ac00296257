import { expect, it } from "vitest";

import { ConfigError } from "../env/config-error.ts";
import { startTracing, tracingSettings } from "./start-tracing.ts";
import { NO_TRACING } from "./tracing.ts";

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };
const defaults = { ratio: 1, asCaller: true, delayMs: 5_000 };

it.each([
  {},
  { OTEL_EXPORTER_OTLP_ENDPOINT: " " },
  { OTEL_SERVICE_NAME: "films" },
  { ...endpoint, OTEL_SDK_DISABLED: "true" },
  { ...endpoint, OTEL_TRACES_EXPORTER: "none" },
])("sends no spans with %j", (environment) => {
  expect(tracingSettings(environment)).toBeNull();
});

it.each([
  [endpoint, defaults],
  [{ OTEL_TRACES_EXPORTER: "otlp" }, defaults],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://collector:4318/v1/traces" }, defaults],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf" }, defaults],
  [
    { ...endpoint, OTEL_BSP_SCHEDULE_DELAY: "200" },
    { ...defaults, delayMs: 200 },
  ],
  [
    { ...endpoint, OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.1" },
    { ...defaults, ratio: 0.1, asCaller: false },
  ],
  [
    { ...endpoint, OTEL_TRACES_SAMPLER: "parentbased_always_off" },
    { ...defaults, ratio: 0 },
  ],
])("reads %j", (environment, settings) => {
  expect(tracingSettings(environment)).toEqual(settings);
});

it.each([
  { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
  { OTEL_TRACES_SAMPLER: "jaeger_remote" },
  { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "often" },
])("refuses %j", (environment) => {
  expect(() => tracingSettings({ ...endpoint, ...environment })).toThrow(ConfigError);
});

it("runs work without spans when it is off, and passes the caller's trace on", async () => {
  const ports = { logger: { warn() {} }, shutdown: { add() {} } };
  const tracing = await startTracing("worker", {}, ports);
  expect(tracing).toBe(NO_TRACING);
  const traceparent = await tracing.span("accept", { parent: "00-a-b-01" }, async (span) => {
    span.set({ model: "wan" });
    span.fail("no reason");
    return span.traceparent;
  });
  expect(traceparent).toBe("00-a-b-01");
  tracing.add("waiting", { from: 1, to: 2 });
  await tracing.close();
});
