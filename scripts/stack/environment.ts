export type Environment = Readonly<Record<string, string | undefined>>;

export type StackFacts = {
  readonly redisUrl: string;
  readonly webhookSecret: string;
  readonly dashboardPassword: string;
  /** The demo takes any free ports and shows a quick task; `start` takes the configured ports and shows a usual one. */
  readonly command: "demo" | "start";
};

/** Who may know what: no process gets a secret that it has no use for. */
const secretReaders: Readonly<Record<string, readonly string[]>> = {
  DASHSCOPE_API_KEY: ["worker"],
  DASHSCOPE_ACCOUNTS: ["worker"],
  PRODUCER_TOKENS: ["producer"],
  DASHBOARD_PASSWORD: ["dashboard"],
  WEBHOOK_SECRET: ["producer", "worker"],
};

/** Below `info` an app would not say that it listens; what people see is decided where it is shown. */
const quietLevels = new Set(["warn", "error", "fatal", "silent"]);

const ports = ["PRODUCER_PORT", "DASHBOARD_PORT", "WORKER_PORT", "SIMULATOR_PORT"];

/** Nothing here costs money: a key would have to be given. */
export function usesSimulator(user: Environment): boolean {
  return isUnset(user["DASHSCOPE_API_KEY"]) && isUnset(user["DASHSCOPE_ACCOUNTS"]);
}

/** The environment of one app of the local stack: the user's own values, and ours where there is none. */
export function appEnvironment(app: string, user: Environment, facts: StackFacts): Environment {
  const all = {
    ...ownEnvironment(user, facts),
    REDIS_URL: facts.redisUrl,
    ...(quietLevels.has(user["LOG_LEVEL"] ?? "") ? { LOG_LEVEL: "info" } : {}),
    ...(facts.command === "demo" ? Object.fromEntries(ports.map((name) => [name, "0"])) : {}),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => secretReaders[name]?.includes(app) ?? true),
  );
}

/** What makes an app know where the simulator is. */
export function simulatedEnvironment(environment: Environment, simulatorUrl: string): Environment {
  return { ...environment, DASHSCOPE_HTTP_BASE_URL: `${simulatorUrl}/api/v1` };
}

/** What makes a worker speak to the simulator at this address, lively enough to watch. */
export function simulatedWorkerEnvironment(
  environment: Environment,
  simulatorUrl: string,
): Environment {
  const isPaced = "POLL_MIN_MS" in environment || "POLL_MAX_MS" in environment;
  return {
    ...(isPaced ? {} : { POLL_MIN_MS: "500", POLL_MAX_MS: "1000" }),
    // The simulator's list does not lag.
    RECONCILE_AFTER_MS: "1000",
    ...simulatedEnvironment(environment, simulatorUrl),
    DASHSCOPE_API_KEY: environment["SIMULATOR_API_KEY"] ?? "sk-simulator",
  };
}

function ownEnvironment(user: Environment, facts: StackFacts): Environment {
  const given = Object.fromEntries(Object.entries(user).filter(([, value]) => !isUnset(value)));
  const defaults = {
    WEBHOOK_SECRET: facts.webhookSecret,
    DASHBOARD_PASSWORD: facts.dashboardPassword,
  };
  if (!usesSimulator(user)) return { ...defaults, ...given };
  return {
    ...defaults,
    // Simulated generations stay apart: what waits there must never be sent to DashScope once a key is given.
    DASHQUEUE_PREFIX: "{dashqueue-simulator}",
    SIMULATOR_STATE_FILE: "./data/simulator.json",
    SIMULATOR_PENDING_MS: "1000",
    SIMULATOR_RUNNING_MS: facts.command === "demo" ? "4000" : "20000",
    ...given,
  };
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === "";
}
