import { spawnSync } from "node:child_process";

/** A program that can run Redis on this machine. */
export type RedisProgram =
  | { readonly kind: "server"; readonly command: string }
  | { readonly kind: "container"; readonly command: "docker" | "podman" };

/** BullMQ requires Redis 6.2. */
const OLDEST_VERSION = { major: 6, minor: 2 };

/** The first `redis-server` or `valkey-server` on PATH with version 6.2 or newer, or null. */
export function findRedisServer(): RedisProgram | null {
  const command = ["redis-server", "valkey-server"].find((name) =>
    isNewEnough(versionOutput(name)),
  );
  return command === undefined ? null : { kind: "server", command };
}

/** A server on PATH, else a running container engine, else null. */
export function findRedisProgram(): RedisProgram | null {
  const server = findRedisServer();
  if (server !== null) return server;
  // The client is often installed without a running engine; `info` fails then.
  const command = (["docker", "podman"] as const).find(
    (name) => spawnSync(name, ["info"], { stdio: "ignore", timeout: 10_000 }).status === 0,
  );
  return command === undefined ? null : { kind: "container", command };
}

function versionOutput(name: string): string {
  return spawnSync(name, ["--version"], { encoding: "utf8" }).stdout ?? "";
}

/** @param output of `redis-server --version`, like `Redis server v=7.0.15 sha=…`. */
export function isNewEnough(output: string): boolean {
  const match = /\bv=(\d+)\.(\d+)/.exec(output);
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return (
    major > OLDEST_VERSION.major ||
    (major === OLDEST_VERSION.major && minor >= OLDEST_VERSION.minor)
  );
}
