import { unknownVariables } from "@dashqueue/service";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The values that this run of the stack determines. */
export interface StackFacts {
  readonly redisUrl: string;
  readonly webhookSecret: string;
  readonly webhookSecretsKey: string;
  readonly dashboardPassword: string;
  /** `demo` takes free ports and simulates short tasks; `start` takes the configured ports. */
  readonly command: "demo" | "start";
}

/** The apps that need each secret. No other app gets it. */
const SECRET_READERS: ReadonlyMap<string, readonly string[]> = new Map([
  ["DASHSCOPE_API_KEY", ["worker"]],
  ["DASHSCOPE_ACCOUNTS", ["worker"]],
  ["PRODUCER_TOKENS", ["producer"]],
  ["ADMIN_TOKENS", ["producer"]],
  ["FILE_LINK_SECRET", ["producer"]],
  ["DASHBOARD_PASSWORD", ["dashboard"]],
  ["WEBHOOK_SECRET", ["producer", "worker"]],
  ["WEBHOOK_SECRETS_KEY", ["producer", "worker"]],
  ["AWS_SECRET_ACCESS_KEY", ["producer", "worker", "dashboard"]],
  ["AWS_SESSION_TOKEN", ["producer", "worker", "dashboard"]],
]);

/** At these levels an app does not log that it listens. The terminal filters the lines instead. */
const QUIET_LEVELS = new Set(["warn", "error", "fatal", "silent"]);

const PORTS = ["PRODUCER_PORT", "DASHBOARD_PORT", "WORKER_PORT", "SIMULATOR_PORT"];

/** Whether the stack runs against the simulator, which is the case without an API key. */
export function usesSimulator(user: Environment): boolean {
  return isUnset(user["DASHSCOPE_API_KEY"]) && isUnset(user["DASHSCOPE_ACCOUNTS"]);
}

/**
 * The environment of one app: the user's values, completed by defaults of the local stack. Mistyped
 * variables, which the stack names once, are left out, so that each app does not name them again.
 */
export function appEnvironment(app: string, user: Environment, facts: StackFacts): Environment {
  const all = {
    ...withDefaults(user, facts),
    REDIS_URL: facts.redisUrl,
    // The stack reads the lines.
    LOG_FORMAT: "json",
    ...(QUIET_LEVELS.has(user["LOG_LEVEL"] ?? "") ? { LOG_LEVEL: "info" } : {}),
    ...(facts.command === "demo" ? demoValues(user) : {}),
  };
  const unknown = unknownVariables(user);
  return Object.fromEntries(
    Object.entries(all).filter(
      ([name]) => !unknown.has(name) && (SECRET_READERS.get(name)?.includes(app) ?? true),
    ),
  );
}

/**
 * Free ports. With ADMIN_TOKENS alone, only a key of a tenant may submit: then the demo, which has
 * none, makes its producer as open as without any token.
 */
function demoValues(user: Environment): Environment {
  const hasToken = !isUnset(user["PRODUCER_TOKENS"]) || !isUnset(user["DASHQUEUE_TOKEN"]);
  const ports = Object.fromEntries(PORTS.map((name) => [name, "0"]));
  return hasToken ? ports : { ...ports, ADMIN_TOKENS: "" };
}

/** Directs an app to the simulator at this address. */
export function simulatedEnvironment(environment: Environment, simulatorUrl: string): Environment {
  return { ...environment, DASHSCOPE_HTTP_BASE_URL: `${simulatorUrl}/api/v1` };
}

/** Directs a worker to the simulator at this address, and makes it poll quickly. */
export function simulatedWorkerEnvironment(
  environment: Environment,
  simulatorUrl: string,
): Environment {
  const isPaced = "POLL_MIN_MS" in environment || "POLL_MAX_MS" in environment;
  return {
    ...(isPaced ? {} : { POLL_MIN_MS: "500", POLL_MAX_MS: "1000" }),
    // The simulator answers at once, and its task list does not lag: after a restart of Redis, the
    // worker compares the tasks seconds later.
    DASHSCOPE_TIMEOUT_MS: "2000",
    RECONCILE_AFTER_MS: "1000",
    ...simulatedEnvironment(environment, simulatorUrl),
    DASHSCOPE_API_KEY: environment["SIMULATOR_API_KEY"] ?? "sk-simulator",
  };
}

function withDefaults(user: Environment, facts: StackFacts): Environment {
  const given = Object.fromEntries(Object.entries(user).filter(([, value]) => !isUnset(value)));
  const defaults = {
    WEBHOOK_SECRET: facts.webhookSecret,
    WEBHOOK_SECRETS_KEY: facts.webhookSecretsKey,
    DASHBOARD_PASSWORD: facts.dashboardPassword,
  };
  if (!usesSimulator(user)) return { ...defaults, ...given };
  return {
    ...defaults,
    // A separate prefix: with an API key, what is queued for the simulator must not reach
    // DashScope.
    DASHQUEUE_PREFIX: "{dashqueue-simulator}",
    SIMULATOR_STATE_FILE: "./data/simulator.json",
    SIMULATOR_PENDING_MS: "1000",
    SIMULATOR_RUNNING_MS: facts.command === "demo" ? "4000" : "20000",
    // Nothing is paid, and the receiver that is being tried out runs on this machine.
    WEBHOOK_PRIVATE_HOSTS: "127.0.0.1,localhost",
    ...given,
  };
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === "";
}
