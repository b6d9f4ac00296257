import { createHash } from "node:crypto";

import type { RedisProgram } from "./redis-program.ts";

export interface RedisSettings {
  /** On the loopback interface of this machine. */
  readonly port: number;
  readonly directory: string;
  /** Whether every write is on disk before it is acknowledged. */
  readonly appendOnly: boolean;
  /** More settings of `redis.conf`, by name. */
  readonly more?: Readonly<Record<string, string>> | undefined;
}

/** The command that runs Redis in the foreground. */
export interface RedisLaunch {
  readonly command: string;
  readonly programArguments: readonly string[];
  /** Kill the container, which outlives the client of the engine; null if the process is Redis. */
  readonly killArguments: readonly string[] | null;
  readonly startLimitMs: number;
}

const IMAGE = "redis:7";

/**
 * @param user `uid:gid` of the owner of a container's files, or null for the default of the engine.
 */
export function planLaunch(
  program: RedisProgram,
  settings: RedisSettings,
  user: string | null,
): RedisLaunch {
  switch (program.kind) {
    case "server":
      return {
        command: program.command,
        programArguments: redisArguments({ ...settings, bind: "127.0.0.1" }),
        killArguments: null,
        startLimitMs: 20_000,
      };
    case "container": {
      const name = `dashqueue-redis-${createHash("sha256").update(settings.directory).digest("hex").slice(0, 12)}`;
      return {
        command: program.command,
        programArguments: containerArguments(program.command, name, settings, user),
        killArguments: ["kill", name],
        // Includes the download of the image.
        startLimitMs: 300_000,
      };
    }
  }
}

/** The client of the engine stays in the foreground, forwards SIGTERM and removes the container. */
function containerArguments(
  engine: "docker" | "podman",
  name: string,
  { port, directory, appendOnly, more }: RedisSettings,
  user: string | null,
): readonly string[] {
  return [
    "run",
    "--rm",
    `--name=${name}`,
    `--publish=127.0.0.1:${port}:6379`,
    `--volume=${directory}:/data:Z`,
    ...(user === null ? [] : [`--user=${user}`]),
    ...(engine === "podman" ? ["--userns=keep-id"] : []),
    IMAGE,
    "redis-server",
    ...redisArguments({ port: 6379, bind: "0.0.0.0", directory: "/data", appendOnly, more }),
    // Clients come through the published port, not through the loopback interface of the container.
    "--protected-mode",
    "no",
  ];
}

/**
 * With `hz 100`, delayed jobs start 7 ms late instead of 50 ms. A replica need not wait 5 s for
 * others before it is synchronized.
 */
function redisArguments(settings: RedisSettings & { readonly bind: string }): readonly string[] {
  const values: Record<string, string> = {
    port: String(settings.port),
    bind: settings.bind,
    dir: settings.directory,
    hz: "100",
    "maxmemory-policy": "noeviction",
    "repl-diskless-sync-delay": "0",
    save: "",
    appendonly: settings.appendOnly ? "yes" : "no",
    appendfsync: "always",
    ...settings.more,
  };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value.split(" ")].flat());
}
