import { expect, test } from "vitest";
import { planLaunch } from "./redis-launch.ts";

const settings = { port: 7001, directory: "/checkout/data/redis", appendOnly: true };
const durable = [
  "--hz",
  "100",
  "--maxmemory-policy",
  "noeviction",
  "--save",
  "",
  "--appendonly",
  "yes",
];

test("a server listens on the loopback and writes through", () => {
  const launch = planLaunch({ kind: "server", command: "valkey-server" }, settings, null);
  expect(launch).toMatchObject({ command: "valkey-server", killArguments: null });
  expect(launch.programArguments).toEqual([
    "--port",
    "7001",
    "--bind",
    "127.0.0.1",
    "--dir",
    "/checkout/data/redis",
    ...durable,
    "--appendfsync",
    "always",
  ]);
});

test("a server for tests keeps nothing", () => {
  const launch = planLaunch(
    { kind: "server", command: "redis-server" },
    { ...settings, appendOnly: false },
    null,
  );
  expect(launch.programArguments.join(" ")).toContain("--appendonly no");
});

test("a container has the same settings, our folder and our user, and only the loopback reaches it", () => {
  const launch = planLaunch({ kind: "container", command: "docker" }, settings, "1000:1000");
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
  expect(launch.programArguments).toEqual(expect.arrayContaining([...durable, "--dir", "/data"]));
  expect(launch.killArguments).toEqual(["kill", expect.stringContaining(name)]);
});

test("podman keeps the user's id", () => {
  const launch = planLaunch({ kind: "container", command: "podman" }, settings, null);
  expect(launch.programArguments).toContain("--userns=keep-id");
  expect(launch.programArguments.join(" ")).not.toContain("--user=");
});

test("one folder has one container, whatever its port", () => {
  const program = { kind: "container", command: "docker" } as const;
  const kill = (port: number, directory: string) =>
    planLaunch(program, { ...settings, port, directory }, null).killArguments;
  expect(kill(1, "/a")).toEqual(kill(2, "/a"));
  expect(kill(1, "/a")).not.toEqual(kill(1, "/b"));
});
