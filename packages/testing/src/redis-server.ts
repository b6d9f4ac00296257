import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startChild, type Child } from "./child-process.ts";
import { findFreePort } from "./free-port.ts";
import { planLaunch, type RedisLaunch } from "./redis-launch.ts";
import { findRedisProgram } from "./redis-program.ts";
import { waitForRedis } from "./redis-readiness.ts";

export type RedisOptions = {
  /** Where the data goes. Without it: a temporary folder that is removed by `stop()`. */
  readonly directory?: string;
  /** Every write is on disk before it is acknowledged. */
  readonly appendOnly?: boolean;
};

export type RedisServer = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  /** The program that runs it: `redis-server`, `valkey-server`, `docker` or `podman`. */
  readonly command: string;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  /** Resolves when the process that runs now has ended. */
  readonly exited: Promise<unknown>;
  readonly stop: () => Promise<void>;
  /** SIGKILL: Redis goes away as in a crash. Its folder stays, for `restart()`. */
  readonly kill: () => Promise<void>;
  /** Starts it again, on the same port and with the same folder. */
  readonly restart: () => Promise<void>;
};

const stopLimitMs = 15_000;

/**
 * A private Redis on a free port of the loopback, ready to answer: a server on PATH, or else a container. It never
 * outlives this process. Rejects when neither can be had, or with what the program wrote.
 */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const program = findRedisProgram();
  if (program === null)
    throw new Error("no redis-server or valkey-server (6.2 or newer) on PATH, no container engine");
  const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), "dashqueue-redis-")));
  await mkdir(directory, { recursive: true });
  const launchOn = (port: number) => {
    const settings = { port, directory, appendOnly: options.appendOnly ?? false };
    return planLaunch(program, settings, userOfProcess());
  };
  const { port, child } = await startOnFreePort(async (port) =>
    start(launchOn(port), port, directory),
  );
  const launch = launchOn(port);
  let current = child;
  const stop = async () => {
    await current.stop(stopLimitMs);
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    command: program.command,
    get pid() {
      return current.pid;
    },
    get exited() {
      return current.exited;
    },
    stop,
    kill: async () => {
      if (launch.killArguments !== null)
        spawnSync(launch.command, launch.killArguments, { stdio: "ignore" });
      await current.kill();
    },
    restart: async () => {
      await current.stop(stopLimitMs);
      current = await start(launch, port, directory);
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Another process may take a free port before Redis does: then another one is tried. */
async function startOnFreePort(
  start: (port: number) => Promise<Child>,
): Promise<{ port: number; child: Child }> {
  for (let attemptsLeft = 3; ; attemptsLeft -= 1) {
    const port = await findFreePort();
    try {
      return { port, child: await start(port) };
    } catch (error) {
      if (attemptsLeft <= 1 || !String(error).includes("Address already in use")) throw error;
    }
  }
}

async function start(launch: RedisLaunch, port: number, directory: string): Promise<Child> {
  const child = await startChild(launch.command, launch.programArguments, {
    env: process.env,
    cwd: directory,
    ...(launch.killArguments === null ? {} : { orphanArguments: launch.killArguments }),
  });
  try {
    const processId = await waitForRedis(port, child, launch.startLimitMs);
    // Whoever took the port in between may well be another Redis; a container counts its processes for itself.
    const isOurs = processId === child.pid || launch.killArguments !== null;
    if (!isOurs) throw new Error("Address already in use");
    return child;
  } catch (error) {
    await child.stop(stopLimitMs);
    const output = `${(error as Error).message}\n${child.output()}`;
    throw new Error(`${launch.command} did not start Redis: ${output}`, { cause: error });
  }
}

function userOfProcess(): string | null {
  if (process.getuid === undefined || process.getgid === undefined) return null;
  return `${process.getuid()}:${process.getgid()}`;
}
