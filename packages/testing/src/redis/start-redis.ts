import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { findFreePort } from "../process/free-port.ts";
import { startChild } from "../process/start-child.ts";
import type { Child } from "../process/start-child.ts";
import { planLaunch } from "./plan-launch.ts";
import type { RedisLaunch } from "./plan-launch.ts";
import { findRedisProgram } from "./redis-program.ts";
import { waitForRedis } from "./wait-for-redis.ts";

export interface RedisOptions {
  /** The data folder; by default a temporary one, which `stop()` removes. */
  readonly directory?: string;
  /** Whether every write is on disk before it is acknowledged. */
  readonly appendOnly?: boolean;
  /** More settings of `redis.conf`, by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** If its settings require one. */
  readonly password?: string;
}

export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** The program that runs it: `redis-server`, `valkey-server`, `docker` or `podman`. */
  readonly command: string;
  /** The id of the current process, or of the last one. */
  readonly pid: number;
  /** Resolves when the current process has ended. */
  readonly exited: Promise<unknown>;
  readonly stop: () => Promise<void>;
  /** Sends SIGKILL, like a crash. The folder stays for `restart()`. */
  readonly kill: () => Promise<void>;
  /** Starts Redis again on the same port and with the same folder. */
  readonly restart: () => Promise<void>;
}

const STOP_LIMIT_MS = 15_000;

/**
 * Starts a private Redis on a free port of the loopback interface: a server on PATH, else a
 * container. It never outlives this process. Rejects when neither is available, or with the output
 * of the program.
 */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const program = findRedisProgram();
  if (program === null)
    throw new Error(
      "no Redis found: install redis-server or valkey-server (6.2 or newer), or start a container engine",
    );
  const directory = options.directory ?? (await mkdtemp(path.join(tmpdir(), "dashqueue-redis-")));
  await mkdir(directory, { recursive: true });
  const launchOn = (port: number) => {
    const { appendOnly = false, settings: more } = options;
    return planLaunch(program, { port, directory, appendOnly, more }, userOfProcess());
  };
  const { port, child } = await startOnFreePort(async (port) =>
    start(launchOn(port), port, directory, options.password),
  );
  const launch = launchOn(port);
  let current = child;
  const stop = async () => {
    await current.stop(STOP_LIMIT_MS);
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
      await current.stop(STOP_LIMIT_MS);
      current = await start(launch, port, directory, options.password);
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Another process may take the free port before Redis does; then the next one is tried. */
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

async function start(
  launch: RedisLaunch,
  port: number,
  directory: string,
  password: string | undefined,
): Promise<Child> {
  const child = await startChild(launch.command, launch.programArguments, {
    env: process.env,
    cwd: directory,
    ...(launch.killArguments === null ? {} : { orphanArguments: launch.killArguments }),
  });
  try {
    const processId = await waitForRedis(port, child, launch.startLimitMs, password);
    // The port may have been taken by another Redis. In a container, process ids are its own.
    const isOurs = processId === child.pid || launch.killArguments !== null;
    if (!isOurs) throw new Error("Address already in use");
    return child;
  } catch (error) {
    await child.stop(STOP_LIMIT_MS);
    const output = `${(error as Error).message}\n${child.output()}`;
    throw new Error(`${launch.command} did not start Redis: ${output}`, { cause: error });
  }
}

function userOfProcess(): string | null {
  if (process.getuid === undefined || process.getgid === undefined) return null;
  return `${process.getuid()}:${process.getgid()}`;
}
