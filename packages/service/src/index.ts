export { ConfigError } from "./config-error.ts";
export { parseEnv } from "./env.ts";
export {
  archiveEnv,
  callbackEnv,
  commaSeparated,
  flag,
  hostEnv,
  json,
  jsonOrFile,
  modelsEnv,
  port,
  processEnv,
  providerUrl,
  redisEnv,
  wholeNumber,
} from "./env-fragments.ts";
export {
  createUntrustedFetch,
  type Download,
  FetchError,
  type FetchFailure,
  type Rest,
  type UntrustedFetch,
} from "./fetch-untrusted.ts";
export { healthRouter } from "./health.ts";
export { listen, type Listening } from "./http.ts";
export { createLogger, type Logger } from "./logger.ts";
export { isLoopback, refuseOpenHost } from "./open-host.ts";
export { isRedisAway, notFoundHandler, problemHandler, sendProblem, type Problem } from "./problem.ts";
export { redact, redactEntry, redactText } from "./redaction.ts";
export { runService, type Service } from "./service.ts";
export { type Shutdown } from "./shutdown.ts";
