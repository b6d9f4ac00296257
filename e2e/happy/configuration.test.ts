import { readFileSync } from "node:fs";

import { AppStartError, startApp } from "@dashqueue/testing";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

import { dashboardEnv } from "../../apps/dashboard/src/env.ts";
import { producerEnv } from "../../apps/producer/src/env.ts";
import { workerEnv } from "../../apps/worker/src/env/env.ts";

const SCHEMAS = { producer: producerEnv, worker: workerEnv, dashboard: dashboardEnv };
const known = new Set(Object.values(SCHEMAS).flatMap((schema) => Object.keys(schema.shape)));
const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

describe(".env.example", () => {
  const lines = read(".env.example")
    .split("\n")
    .filter((line) => /^[A-Z]/.test(line));
  const example = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );

  it("names every variable of every app, and no other", () => {
    expect(Object.keys(example).sort()).toEqual([...known].sort());
  });

  it("gives the defaults", () => {
    const required = { DASHSCOPE_API_KEY: "sk-x" };
    const given = Object.fromEntries(Object.entries(example).filter(([, value]) => value !== ""));
    for (const schema of Object.values(SCHEMAS)) {
      expect(schema.parse({ ...given, ...required })).toEqual(schema.parse(required));
    }
  });
});

describe("a variable of several apps", () => {
  it.each([...known])("%s has one schema", (name) => {
    const schemas = Object.values(SCHEMAS).flatMap(
      ({ shape }) => (shape as Record<string, unknown>)[name] ?? [],
    );
    expect(new Set(schemas).size).toBe(1);
  });

  it("WEBHOOK_SECRET is refused by the producer and the worker alike", () => {
    const secrets = ["secret", "whsec_", "whsec_c2hvcnQ=", `whsec_${"!".repeat(32)}`];
    for (const WEBHOOK_SECRET of secrets) {
      for (const schema of [producerEnv, workerEnv]) {
        const { error } = schema.safeParse({ DASHSCOPE_API_KEY: "sk-x", WEBHOOK_SECRET });
        expect(error?.issues).toMatchObject([{ path: ["WEBHOOK_SECRET"] }]);
      }
    }
  });
});

describe("docker-compose.yml", () => {
  const compose = parse(read("docker-compose.yml"), { merge: true }) as {
    services: Record<
      string,
      { environment?: Record<string, unknown>; command?: unknown; ports?: unknown }
    >;
  };

  it("starts Redis as the queue needs it", () => {
    const command = JSON.stringify(compose.services["redis"]?.command);
    for (const option of ["appendonly", "appendfsync", "always", "maxmemory-policy", "noeviction"])
      expect(command).toContain(option);
  });

  it("gives every app only variables that it knows", () => {
    for (const [name, schema] of Object.entries(SCHEMAS)) {
      const service = compose.services[name];
      expect(Object.keys(schema.shape)).toEqual(
        expect.arrayContaining(Object.keys(service?.environment ?? {})),
      );
      expect(JSON.stringify(service?.command)).toContain(`apps/${name}/src/main.ts`);
    }
  });

  it("lets workers be scaled: they take no port of the host", () => {
    expect(compose.services["worker"]?.ports).toBeUndefined();
  });
});

describe("a wrong configuration", () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      "producer",
      { PRODUCER_PORT: "http", REDIS_URL: "localhost", LOG_LEVEL: "loud" },
      ["PRODUCER_PORT", "REDIS_URL", "LOG_LEVEL"],
    ],
    [
      "worker",
      { POLL_MIN_MS: "soon", WORKER_STAGES: "submit,pool" },
      ["DASHSCOPE_API_KEY", "POLL_MIN_MS", "WORKER_STAGES"],
    ],
    [
      "dashboard",
      { HOST: "0.0.0.0", DASHBOARD_PORT: "99999" },
      ["DASHBOARD_PASSWORD", "DASHBOARD_PORT"],
    ],
    ["producer", { HOST: "0.0.0.0" }, ["PRODUCER_TOKENS"]],
  ])("stops the %s at once and names every problem", async (app, env, names) => {
    const error = await startApp(app, env).catch((error: unknown) => error);
    if (!(error instanceof AppStartError)) throw new Error("it started", { cause: error });
    expect(error.exit).toEqual({ code: 1, signal: null });
    for (const name of names) expect(error.output).toContain(name);
  });
});

describe("ARCHITECTURE.md", () => {
  it("draws the moves that a record may make", async () => {
    const { NEXT } = await import("@dashqueue/queue/internal");
    const [, picture = ""] =
      /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(read("ARCHITECTURE.md")) ?? [];
    const drawn = picture
      .trim()
      .split("\n")
      .map((line) => line.trim())
      .sort();
    const moves = Object.entries(NEXT)
      .flatMap(([from, to]) => to.map((status) => `${from} --> ${status}`))
      .sort();
    expect(drawn).toEqual(moves);
  });
});
