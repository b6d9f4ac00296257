export { ConfigError } from "./env/config-error.ts";
export { parseEnv } from "./env/env.ts";
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
} from "./env/env-fragments.ts";
export {
  createUntrustedFetch,
  type Download,
  FetchError,
  type FetchFailure,
  type Rest,
  type UntrustedFetch,
} from "./http/fetch-untrusted.ts";
export { healthRouter } from "./http/health.ts";
export { listen, type Listening } from "./http/http.ts";
export { createLogger, type Logger } from "./log/logger.ts";
export { isLoopback, refuseOpenHost } from "./http/open-host.ts";
export {
  isRedisAway,
  notFoundHandler,
  problemHandler,
  sendProblem,
  type Problem,
} from "./http/problem.ts";
export { redact, redactEntry, redactText } from "./log/redaction.ts";
export { runService, type Service } from "./lifecycle/service.ts";
export { type Shutdown } from "./lifecycle/shutdown.ts";
