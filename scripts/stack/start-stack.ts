import { randomBytes } from "node:crypto";

import type { AppProcess } from "@dashqueue/testing";
import { AppStartError, describeExit, startApp } from "@dashqueue/testing";

import type { LogSink } from "../log/app-logs.ts";
import { archivePlace } from "./archive-place.ts";
import type { Environment, StackFacts } from "./environment.ts";
import {
  appEnvironment,
  simulatedEnvironment,
  simulatedWorkerEnvironment,
  usesSimulator,
} from "./environment.ts";
import type { RunningStack } from "./running-stack.ts";
import { rejectAfter, reportExit } from "./failure/rejections.ts";
import { claimStack } from "./running-stack.ts";
import { StackFailure } from "./failure/stack-failure.ts";
import { refuseAbsentRedis, startStackRedis } from "./stack-redis.ts";
import { keepSecret } from "./kept-secret.ts";
import {
  DASHBOARD_PASSWORD_FILE,
  ROOT,
  WEBHOOK_SECRET_FILE,
  WEBHOOK_SECRETS_KEY_FILE,
} from "./workspace.ts";

export interface StackOptions {
  readonly command: "demo" | "start";
  /** The user's environment. */
  readonly environment: Environment;
  readonly log: LogSink;
  /** Called with each step of the start. */
  readonly onStep: (text: string) => void;
  /** Cancels the start between two steps and stops the parts that have started. */
  readonly signal: AbortSignal;
}

export interface Stack {
  readonly producerUrl: string;
  readonly dashboard: Dashboard;
  readonly workerUrl: string;
  /** Null when the worker talks to DashScope. */
  readonly simulatorUrl: string | null;
  /** For the user, in words. */
  readonly redis: string;
  /** How Redis keeps acknowledged writes, such as `fsync`; `unknown` without an answer. */
  readonly durability: string;
  /** Prefix of every key in Redis. Another service that enqueues needs the same. */
  readonly prefix: string;
  /** Rejects with a `StackFailure` when a part of the stack ends unexpectedly. */
  readonly failed: Promise<never>;
  /** Stops all parts, last started first, each within its own limit. */
  readonly stop: () => Promise<void>;
}

interface Dashboard {
  readonly url: string;
  readonly user: string;
  /** The password generated for this checkout; null if the user has set one. */
  readonly password: string | null;
}

/** Starts one app; `adapt` changes its environment. Returns its URL. */
type Start = (name: string, adapt?: (own: Environment) => Environment) => Promise<string>;

/**
 * Starts Redis, the simulator (without an API key), the producer, the worker and the dashboard.
 * Rejects with `StackFailure` when a part does not start, and then stops the others.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { environment, command, signal } = options;
  await using parts = new AsyncDisposableStack();
  const failed = Promise.withResolvers<never>();
  // Not every caller awaits it.
  failed.promise.catch(() => {});
  await refuseAbsentRedis(environment["REDIS_URL"], environment["DASHQUEUE_PREFIX"]);
  const description = describe(command, environment);
  const claim = parts.use(claimStack(description));
  const step = (text: string) => {
    signal.throwIfAborted();
    options.onStep(text);
  };

  step("starting Redis");
  const redis = parts.use(await startStackRedis(environment["REDIS_URL"]));
  void rejectAfter(redis.exited, "Redis ended unexpectedly.", failed.reject);
  const facts = factsOf(command, redis.url);
  const urls = await startApps(usesSimulator(environment), async (name, adapt = (own) => own) => {
    step(`starting the ${name}`);
    const own = adapt(appEnvironment(name, environment, facts));
    const app = parts.use(await startPart(name, own, options.log));
    void reportExit(app, failed.reject);
    return app.url;
  });
  signal.throwIfAborted();
  claim.publish({ ...description, producerUrl: urls.producerUrl });
  const durability = await readDurability(urls.producerUrl);

  const owned = parts.move();
  return {
    ...urls,
    dashboard: dashboardOf(urls.dashboardUrl, environment, facts),
    redis: redis.description,
    durability,
    prefix: appEnvironment("producer", environment, facts)["DASHQUEUE_PREFIX"] ?? "{dashqueue}",
    failed: failed.promise,
    stop: async () => owned.disposeAsync(),
  };
}

function describe(command: "demo" | "start", environment: Environment): RunningStack {
  return {
    pid: process.pid,
    command,
    producerUrl: null,
    provider: usesSimulator(environment) ? "simulator" : "dashscope",
    dashscopeUrl: environment["DASHSCOPE_HTTP_BASE_URL"] ?? null,
    archivePlace: archivePlace(environment["ARCHIVE_URL"], ROOT),
  };
}

function factsOf(command: "demo" | "start", redisUrl: string): StackFacts {
  return {
    command,
    redisUrl,
    webhookSecret: keepSecret(
      WEBHOOK_SECRET_FILE,
      () => `whsec_${randomBytes(32).toString("base64")}`,
    ),
    webhookSecretsKey: keepSecret(WEBHOOK_SECRETS_KEY_FILE, () =>
      randomBytes(32).toString("base64"),
    ),
    dashboardPassword: keepSecret(DASHBOARD_PASSWORD_FILE, () =>
      randomBytes(12).toString("base64url"),
    ),
  };
}

async function readDurability(producerUrl: string): Promise<string> {
  try {
    const answer = await fetch(`${producerUrl}/readyz`);
    const { redisDurability } = (await answer.json()) as { readonly redisDurability?: string };
    return redisDurability ?? "unknown";
  } catch {
    return "unknown";
  }
}

async function startApps(isSimulated: boolean, start: Start) {
  const simulatorUrl = isSimulated ? await start("simulator") : null;
  const producerUrl = await start("producer", (own) =>
    simulatorUrl === null ? own : simulatedEnvironment(own, simulatorUrl),
  );
  const workerUrl = await start("worker", (own) =>
    simulatorUrl === null ? own : simulatedWorkerEnvironment(own, simulatorUrl),
  );
  return { simulatorUrl, producerUrl, workerUrl, dashboardUrl: await start("dashboard") };
}

function dashboardOf(url: string, user: Environment, facts: StackFacts): Dashboard {
  const { DASHBOARD_USER: name, DASHBOARD_PASSWORD: password } = appEnvironment(
    "dashboard",
    user,
    facts,
  );
  return {
    url,
    user: name ?? "admin",
    password: password === facts.dashboardPassword ? password : null,
  };
}

async function startPart(
  name: string,
  environment: Environment,
  log: LogSink,
): Promise<AppProcess> {
  try {
    return await startApp(name, environment, { onLine: (line) => log(name, line) });
  } catch (error) {
    if (!(error instanceof AppStartError)) throw error;
    const how = error.exit === null ? "" : ` (${describeExit(error.exit)})`;
    throw new StackFailure(`The ${name} did not start${how}.`, {
      details: error.output,
      cause: error,
    });
  }
}
