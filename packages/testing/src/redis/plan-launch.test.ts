import { expect, it } from "vitest";

import { planLaunch } from "./plan-launch.ts";

const SETTINGS = { port: 7001, directory: "/checkout/data/redis", appendOnly: true };
const DURABLE = [
  "--hz",
  "100",
  "--maxmemory-policy",
  "noeviction",
  "--repl-diskless-sync-delay",
  "0",
  "--save",
  "",
  "--appendonly",
  "yes",
];

it("runs a server on the loopback interface that syncs every write", () => {
  const launch = planLaunch({ kind: "server", command: "valkey-server" }, SETTINGS, null);
  expect(launch).toMatchObject({ command: "valkey-server", killArguments: null });
  expect(launch.programArguments).toEqual([
    "--port",
    "7001",
    "--bind",
    "127.0.0.1",
    "--dir",
    "/checkout/data/redis",
    ...DURABLE,
    "--appendfsync",
    "always",
  ]);
});

it("runs a server without persistence", () => {
  const launch = planLaunch(
    { kind: "server", command: "redis-server" },
    { ...SETTINGS, appendOnly: false },
    null,
  );
  expect(launch.programArguments.join(" ")).toContain("--appendonly no");
});

it("replaces settings and adds others", () => {
  const { programArguments } = planLaunch(
    { kind: "server", command: "redis-server" },
    { ...SETTINGS, more: { appendfsync: "everysec", "cluster-enabled": "yes" } },
    null,
  );
  const text = programArguments.join(" ");
  expect(text).toContain("--appendfsync everysec --cluster-enabled yes");
  expect(text).not.toContain("always");
});

it("adds more settings, whose values may have several words", () => {
  const more = { replicaof: "127.0.0.1 7002", requirepass: "a" };
  const program = { kind: "server", command: "redis-server" } as const;
  const { programArguments } = planLaunch(program, { ...SETTINGS, more }, null);
  expect(programArguments.slice(-5)).toEqual([
    "--replicaof",
    "127.0.0.1",
    "7002",
    "--requirepass",
    "a",
  ]);
});

it("runs a container with the same settings, our folder and our user, published on loopback only", () => {
  const launch = planLaunch({ kind: "container", command: "docker" }, SETTINGS, "1000:1000");
  const name = "dashqueue-redis-";
  expect(launch.command).toBe("docker");
  expect(launch.programArguments.slice(0, 8)).toEqual([
    "run",
    "--rm",
    expect.stringContaining(`--name=${name}`),
    "--publish=127.0.0.1:7001:6379",
    "--volume=/checkout/data/redis:/data:Z",
    "--user=1000:1000",
    "redis:7",
    "redis-server",
  ]);
  expect(launch.programArguments).toEqual(expect.arrayContaining([...DURABLE, "--dir", "/data"]));
  expect(launch.killArguments).toEqual(["kill", expect.stringContaining(name)]);
});

it("keeps the user id in podman", () => {
  const launch = planLaunch({ kind: "container", command: "podman" }, SETTINGS, null);
  expect(launch.programArguments).toContain("--userns=keep-id");
  expect(launch.programArguments.join(" ")).not.toContain("--user=");
});

it("names the container after the folder, not the port", () => {
  const program = { kind: "container", command: "docker" } as const;
  const kill = (port: number, directory: string) =>
    planLaunch(program, { ...SETTINGS, port, directory }, null).killArguments;
  expect(kill(1, "/a")).toEqual(kill(2, "/a"));
  expect(kill(1, "/a")).not.toEqual(kill(1, "/b"));
});
