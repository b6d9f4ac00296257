import { ConfigError } from "../env/config-error.ts";
import type { Logger } from "../log/logger.ts";
import type { Tracing } from "./tracing.ts";
import { NO_TRACING } from "./tracing.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the exporter does not read by itself. */
export interface TracingSettings {
  /** Which share of the traces is kept, from 0 to 1. */
  readonly ratio: number;
  /** Whether a caller that names its trace decides whether it is kept. */
  readonly asCaller: boolean;
  /** The longest time until spans are sent, milliseconds. */
  readonly delayMs: number;
}

interface TracingPorts {
  readonly logger: Pick<Logger, "warn">;
  readonly shutdown: { add(name: string, close: () => Promise<void>): void };
}

/**
 * Starts tracing if a variable of OpenTelemetry says where spans go. Otherwise nothing of it is
 * loaded.
 *
 * @throws ConfigError for settings that dashqueue does not know
 */
export async function startTracing(
  app: string,
  environment: Environment,
  { logger, shutdown }: TracingPorts,
): Promise<Tracing> {
  const settings = tracingSettings(environment);
  if (settings === null) return NO_TRACING;
  const { openTelemetryTracing } = await import("./open-telemetry.ts");
  const tracing = openTelemetryTracing(`dashqueue-${app}`, settings, logger);
  // What is added first is closed last.
  shutdown.add("traces", tracing.close);
  return tracing;
}

/** Null if no spans are sent. @throws ConfigError for settings that dashqueue does not know */
export function tracingSettings(environment: Environment): TracingSettings | null {
  const value = (name: string) => environment[name]?.trim() || undefined;
  const isOff = value("OTEL_SDK_DISABLED") === "true" || value("OTEL_TRACES_EXPORTER") === "none";
  const endpoint =
    value("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") ??
    value("OTEL_EXPORTER_OTLP_ENDPOINT") ??
    value("OTEL_TRACES_EXPORTER");
  if (isOff || endpoint === undefined) return null;
  const protocol =
    value("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? value("OTEL_EXPORTER_OTLP_PROTOCOL");
  if (protocol !== undefined && protocol !== "http/protobuf") throw new ConfigError(WRONG_PROTOCOL);
  const sampler = value("OTEL_TRACES_SAMPLER") ?? "parentbased_always_on";
  const [, parent, root] =
    /^(parentbased_)?(always_on|always_off|traceidratio)$/.exec(sampler) ?? [];
  const share = root === "traceidratio" ? Number(value("OTEL_TRACES_SAMPLER_ARG") ?? 1) : 1;
  if (root === undefined || !(share >= 0 && share <= 1)) throw new ConfigError(WRONG_SAMPLER);
  return {
    ratio: root === "always_off" ? 0 : share,
    asCaller: parent !== undefined,
    delayMs: Number(value("OTEL_BSP_SCHEDULE_DELAY")) || DELAY_MS,
  };
}

const DELAY_MS = 5_000;

const WRONG_PROTOCOL =
  "Invalid configuration:\n  OTEL_EXPORTER_OTLP_PROTOCOL: must be http/protobuf; point OTEL_EXPORTER_OTLP_ENDPOINT to the HTTP port of the collector, usually 4318";
const WRONG_SAMPLER =
  "Invalid configuration:\n  OTEL_TRACES_SAMPLER: must be always_on, always_off or traceidratio with an OTEL_TRACES_SAMPLER_ARG from 0 to 1, or one of these after parentbased_";
