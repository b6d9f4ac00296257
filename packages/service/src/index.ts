export { ConfigError } from "./env/config-error.ts";
export { refuseOpenHost } from "./env/open-host.ts";
export { parseEnv } from "./env/parse-env.ts";
export { unknownVariables } from "./env/unknown-variables.ts";
export {
  callbackEnv,
  hostEnv,
  modelsEnv,
  processEnv,
  proxyEnv,
  submissionEnv,
  trustedProxiesEnv,
  webhookEnv,
} from "./env/shared-env.ts";
export {
  commaSeparated,
  flag,
  hostList,
  json,
  jsonOrFile,
  port,
  providerUrl,
  wholeNumber,
} from "./env/value-schemas.ts";
export type { ByteRange, Download } from "./fetching/download.ts";
export { FetchError } from "./fetching/fetch-error.ts";
export type { FetchFailure } from "./fetching/fetch-error.ts";
export { guidesRouter } from "./guides/guides-router.ts";
export { createOutgoingAgents } from "./fetching/outgoing-agents.ts";
export type { OutgoingAgents } from "./fetching/outgoing-agents.ts";
export { proxySettings } from "./fetching/proxy.ts";
export type { ProxySettings } from "./fetching/proxy.ts";
export { signatureOf } from "./fetching/file-signature.ts";
export { createUntrustedFetch } from "./fetching/untrusted-fetch.ts";
export type { Posted, UntrustedFetch } from "./fetching/untrusted-fetch.ts";
export { mediaKindOf } from "./files/media-kind.ts";
export type { MediaKind } from "./files/media-kind.ts";
export { sendArchived } from "./files/send-archived.ts";
export { registerBuildInfo } from "./http/build-info.ts";
export { disconnectSignal } from "./http/disconnect-signal.ts";
export { refuseCrossSite } from "./http/cross-site.ts";
export { healthRouter } from "./http/health.ts";
export type { HealthOptions } from "./http/health.ts";
export { listen } from "./http/listen.ts";
export type { Listening } from "./http/listen.ts";
export { createLoginLimit } from "./http/login-limit.ts";
export type { LoginLimit, LoginRefusal } from "./http/login-limit.ts";
export { requireLoopbackHost } from "./http/loopback-host.ts";
export { problemHandler } from "./http/problem-handler.ts";
export { noApiHandler, notFoundHandler, ProblemError, sendProblem } from "./http/problem.ts";
export type { Problem } from "./http/problem.ts";
export { isRedisAway } from "./http/redis-away.ts";
export { createRedisReport } from "./http/redis-report.ts";
export type { RedisReport } from "./http/redis-report.ts";
export { runService } from "./lifecycle/run-service.ts";
export type { Service } from "./lifecycle/run-service.ts";
export type { Shutdown } from "./lifecycle/shutdown.ts";
export { createLogger } from "./log/logger.ts";
export { createRecurringWarning } from "./log/recurring-warning.ts";
export type { Logger } from "./log/logger.ts";
export { redact, redactEntry, redactText } from "./log/redaction.ts";
export { NO_TRACING } from "./tracing/tracing.ts";
export type { SpanAttributes, Tracing } from "./tracing/tracing.ts";
