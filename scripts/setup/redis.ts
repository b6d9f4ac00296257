import { spawnSync } from "node:child_process";
import { findRedisProgram, findRedisServer } from "@dashqueue/testing";

// Makes sure that a Redis can be had. Runs after the dependencies are there, and only where no REDIS_URL is given.

const fourWays = `No Redis can be had. Any one of these four will do:
  1. give the address of one that runs: REDIS_URL=redis://…
  2. put redis-server or valkey-server (6.2 or newer) on PATH
  3. let it be installed: run this as root or with passwordless sudo where apt-get is, or install brew
  4. start a container engine: docker or podman`;

function main(): number {
  if (findRedisServer() !== null) return 0;
  for (const install of [installByApt, installByBrew]) {
    if (install() && findRedisServer() !== null) return 0;
  }
  if (findRedisProgram() !== null) return 0;
  console.error(fourWays);
  return 1;
}

function installByApt(): boolean {
  if (!succeeds("apt-get", ["--version"])) return false;
  const prefix = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  if (prefix.length > 0 && !succeeds("sudo", ["-n", "true"])) return false;
  console.error("setup: installing redis-server by apt-get");
  const aptGet = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"];
  // A list that cannot be refreshed is no obstacle when the package is known already.
  run([...aptGet, "update"]);
  return run([...aptGet, "install", "--yes", "--no-install-recommends", "redis-server"]);
}

function installByBrew(): boolean {
  if (!succeeds("brew", ["--version"])) return false;
  console.error("setup: installing redis by brew");
  return run(["brew", "install", "--quiet", "redis"]);
}

function succeeds(command: string, commandArguments: readonly string[]): boolean {
  return spawnSync(command, commandArguments, { stdio: "ignore" }).status === 0;
}

/** Silent when it works; what it wrote is shown when it does not. */
function run([command = "", ...commandArguments]: readonly string[]): boolean {
  const { status, stdout, stderr } = spawnSync(command, commandArguments, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status !== 0) console.error(`${stdout ?? ""}${stderr ?? ""}`.trim());
  return status === 0;
}

process.exitCode = main();
