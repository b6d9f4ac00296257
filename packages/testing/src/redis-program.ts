import { spawnSync } from "node:child_process";

/** What can run a Redis on this machine. */
export type RedisProgram =
  | { readonly kind: "server"; readonly command: string }
  | { readonly kind: "container"; readonly command: "docker" | "podman" };

/** BullMQ wants 6.2. */
const oldestVersion = { major: 6, minor: 2 };

/** The first `redis-server` or `valkey-server` on PATH that is new enough (6.2), or null. */
export function findRedisServer(): RedisProgram | null {
  const command = ["redis-server", "valkey-server"].find((name) =>
    isNewEnough(versionOutput(name)),
  );
  return command === undefined ? null : { kind: "server", command };
}

/** A server on PATH, or else a container engine that answers, or null. */
export function findRedisProgram(): RedisProgram | null {
  const server = findRedisServer();
  if (server !== null) return server;
  // A client without an engine is common, so the engine itself is asked.
  const command = (["docker", "podman"] as const).find(
    (name) => spawnSync(name, ["info"], { stdio: "ignore", timeout: 10_000 }).status === 0,
  );
  return command === undefined ? null : { kind: "container", command };
}

function versionOutput(name: string): string {
  return spawnSync(name, ["--version"], { encoding: "utf8" }).stdout ?? "";
}

/** Reads what `redis-server --version` prints: `Redis server v=7.0.15 sha=…`. */
export function isNewEnough(output: string): boolean {
  const match = /\bv=(\d+)\.(\d+)/.exec(output);
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return (
    major > oldestVersion.major || (major === oldestVersion.major && minor >= oldestVersion.minor)
  );
}
