import { randomBytes } from "node:crypto";
import path from "node:path";
import { AppStartError, describeExit, startApp, type AppProcess } from "@dashqueue/testing";
import type { LogSink } from "./app-logs.ts";
import { archiveFolder } from "./archive-folder.ts";
import { startStackRedis } from "./redis.ts";
import { claimStack } from "./running-stack.ts";
import {
  appEnvironment,
  simulatedEnvironment,
  simulatedWorkerEnvironment,
  usesSimulator,
  type Environment,
} from "./environment.ts";
import { StackFailure } from "./failure.ts";
import { keepWebhookSecret } from "./webhook-secret.ts";
import { dataFolder, root } from "./workspace.ts";

export type StackOptions = {
  readonly command: "demo" | "start";
  /** The user's environment. */
  readonly environment: Environment;
  readonly log: LogSink;
  /** Is told what is being started. */
  readonly onStep: (text: string) => void;
  /** Ends the start between two steps; what has been started is stopped. */
  readonly signal: AbortSignal;
};

export type Stack = {
  readonly producerUrl: string;
  /** `password` is the one that was made for this run; null when the user has given one. */
  readonly dashboard: {
    readonly url: string;
    readonly user: string;
    readonly password: string | null;
  };
  readonly workerUrl: string;
  /** Null when the worker speaks to DashScope. */
  readonly simulatorUrl: string | null;
  readonly redis: string;
  /** Of every key; another service that enqueues needs the same. */
  readonly prefix: string;
  /** Rejects with a `StackFailure` when a part of the stack ends by itself. */
  readonly failed: Promise<never>;
  /** Closes everything in the reverse order of its start, each within its own limit. */
  readonly stop: () => Promise<void>;
};

/**
 * Starts Redis, the simulator where there is no DASHSCOPE_API_KEY, the producer, the worker and the dashboard.
 * Rejects with `StackFailure` when a part does not start; then nothing is left running.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { environment, command } = options;
  await using parts = new AsyncDisposableStack();
  const failed = Promise.withResolvers<never>();
  // Whoever waits for it is told; nobody has to.
  failed.promise.catch(() => {});

  const description = {
    pid: process.pid,
    command,
    provider: usesSimulator(environment) ? ("simulator" as const) : ("dashscope" as const),
    dashscopeUrl: environment["DASHSCOPE_HTTP_BASE_URL"] ?? null,
    archiveFolder: archiveFolder(environment["ARCHIVE_URL"], root),
  };
  const claim = parts.use(claimStack({ ...description, producerUrl: null }));
  const step = (text: string) => {
    options.signal.throwIfAborted();
    options.onStep(text);
  };

  step("starting Redis");
  const redis = parts.use(await startStackRedis(environment["REDIS_URL"]));
  void rejectAfter(redis.exited, "Redis ended by itself.", failed.reject);

  const facts = {
    command,
    redisUrl: redis.url,
    webhookSecret: keepWebhookSecret(path.join(dataFolder, "webhook-secret")),
    dashboardPassword: randomBytes(9).toString("base64url"),
  };
  const start = async (name: string, adapt: (own: Environment) => Environment = (own) => own) => {
    step(`starting the ${name}`);
    const own = adapt(appEnvironment(name, environment, facts));
    const app = parts.use(await startPart(name, own, options.log));
    void reportExit(app, failed.reject);
    return app.url;
  };

  const simulatorUrl = usesSimulator(environment) ? await start("simulator") : null;
  const producerUrl = await start("producer", (own) =>
    simulatorUrl === null ? own : simulatedEnvironment(own, simulatorUrl),
  );
  const workerUrl = await start("worker", (own) =>
    simulatorUrl === null ? own : simulatedWorkerEnvironment(own, simulatorUrl),
  );
  const dashboardUrl = await start("dashboard");
  options.signal.throwIfAborted();
  claim.describe({ ...description, producerUrl });

  const owned = parts.move();
  const dashboard = appEnvironment("dashboard", environment, facts);
  return {
    producerUrl,
    dashboard: {
      url: dashboardUrl,
      user: dashboard["DASHBOARD_USER"] ?? "admin",
      password:
        dashboard["DASHBOARD_PASSWORD"] === facts.dashboardPassword
          ? facts.dashboardPassword
          : null,
    },
    workerUrl,
    simulatorUrl,
    redis: redis.description,
    prefix: appEnvironment("producer", environment, facts)["DASHQUEUE_PREFIX"] ?? "{dashqueue}",
    failed: failed.promise,
    stop: async () => owned.disposeAsync(),
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

async function reportExit(app: AppProcess, reject: (failure: StackFailure) => void): Promise<void> {
  const exit = await app.exited;
  reject(
    new StackFailure(`The ${app.name} ended by itself (${describeExit(exit)}).`, {
      details: app.output(),
    }),
  );
}

async function rejectAfter(
  ended: Promise<unknown>,
  sentence: string,
  reject: (failure: StackFailure) => void,
): Promise<void> {
  await ended;
  reject(new StackFailure(sentence));
}
