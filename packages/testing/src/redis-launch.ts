import { createHash } from "node:crypto";
import type { RedisProgram } from "./redis-program.ts";

export type RedisSettings = {
  /** On the loopback of this machine. */
  readonly port: number;
  readonly directory: string;
  /** Every write is on disk before it is acknowledged. */
  readonly appendOnly: boolean;
};

/** How to run one Redis in the foreground. */
export type RedisLaunch = {
  readonly command: string;
  readonly programArguments: readonly string[];
  /** Kills a container, which outlives the engine's client; null where the process itself is Redis. */
  readonly killArguments: readonly string[] | null;
  readonly startLimitMs: number;
};

const image = "redis:7";

/** The command line of this program for these settings; `user` (`uid:gid`, or null) is to own a container's files. */
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
        // The image may have to be downloaded first.
        startLimitMs: 300_000,
      };
    }
  }
}

/** The engine's client stays in the foreground: it passes our SIGTERM on and removes the container. */
function containerArguments(
  engine: "docker" | "podman",
  name: string,
  { port, directory, appendOnly }: RedisSettings,
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
    image,
    "redis-server",
    ...redisArguments({ port: 6379, bind: "0.0.0.0", directory: "/data", appendOnly }),
    // The container's own loopback is not ours; the published port is.
    "--protected-mode",
    "no",
  ];
}

/** What every Redis of this project runs with. `hz 100`: delayed jobs start 7 ms late instead of 50. */
function redisArguments(settings: RedisSettings & { readonly bind: string }): readonly string[] {
  const values: Record<string, string> = {
    port: String(settings.port),
    bind: settings.bind,
    dir: settings.directory,
    hz: "100",
    "maxmemory-policy": "noeviction",
    save: "",
    appendonly: settings.appendOnly ? "yes" : "no",
    appendfsync: "always",
  };
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}
