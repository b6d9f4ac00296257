import { spawnSync } from "node:child_process";

import { findRedisProgram, findRedisServer } from "@dashqueue/testing";

// Ensures that Redis can be started. Runs after the dependencies are installed, unless REDIS_URL is
// set.

const FOUR_WAYS = `Redis was not found and could not be installed. Do one of these:
  1. set REDIS_URL to the address of a running Redis: REDIS_URL=redis://…
  2. put redis-server or valkey-server (6.2 or later) on PATH
  3. allow the installation: run as root or with passwordless sudo on a system with apt-get, or install brew
  4. start a container engine: docker or podman`;

function main(): number {
  if (findRedisServer() !== null) return 0;
  for (const install of [installByApt, installByBrew]) {
    if (install() && findRedisServer() !== null) return 0;
  }
  if (findRedisProgram() !== null) return 0;
  console.error(FOUR_WAYS);
  return 1;
}

function installByApt(): boolean {
  if (!succeeds("apt-get", ["--version"])) return false;
  const prefix = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  if (prefix.length > 0 && !succeeds("sudo", ["-n", "true"])) return false;
  console.error("setup: installing redis-server with apt-get");
  const aptGet = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"];
  // The update may fail: the cached package list usually suffices.
  run([...aptGet, "update"]);
  return run([...aptGet, "install", "--yes", "--no-install-recommends", "redis-server"]);
}

function installByBrew(): boolean {
  if (!succeeds("brew", ["--version"])) return false;
  console.error("setup: installing redis with brew");
  return run(["brew", "install", "--quiet", "redis"]);
}

function succeeds(command: string, commandArguments: readonly string[]): boolean {
  return spawnSync(command, commandArguments, { stdio: "ignore" }).status === 0;
}

/** Runs a command. Its output is shown only if it fails. */
function run([command = "", ...commandArguments]: readonly string[]): boolean {
  const { status, stdout, stderr } = spawnSync(command, commandArguments, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status !== 0) console.error(`${stdout ?? ""}${stderr ?? ""}`.trim());
  return status === 0;
}

process.exitCode = main();
