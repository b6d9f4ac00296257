import { describe, expect, test } from "vitest";

import type { StackFacts } from "./environment.ts";
import { appEnvironment, simulatedWorkerEnvironment, usesSimulator } from "./environment.ts";

const facts: StackFacts = {
  redisUrl: "redis://127.0.0.1:7001",
  webhookSecret: "whsec_generated",
  webhookSecretsKey: "generated-key",
  dashboardPassword: "generated",
  command: "start",
};
const withKey = { DASHSCOPE_API_KEY: "sk-real" };
const apps = ["simulator", "producer", "worker", "dashboard"];

describe("the environment of an app", () => {
  test.each([
    ["DASHSCOPE_API_KEY", ["worker"]],
    ["DASHSCOPE_ACCOUNTS", ["worker"]],
    ["PRODUCER_TOKENS", ["producer"]],
    ["FILE_LINK_SECRET", ["producer"]],
    ["DASHBOARD_PASSWORD", ["dashboard"]],
    ["WEBHOOK_SECRET", ["producer", "worker"]],
    ["WEBHOOK_SECRETS_KEY", ["producer", "worker"]],
    ["AWS_SECRET_ACCESS_KEY", ["dashboard", "producer", "worker"]],
  ])("%s is given only to %j (G7)", (name, readers) => {
    const secrets = {
      PRODUCER_TOKENS: "token",
      FILE_LINK_SECRET: "secret",
      AWS_SECRET_ACCESS_KEY: "secret",
    };
    const user = { ...withKey, ...secrets, DASHSCOPE_ACCOUNTS: "{}" };
    expect(apps.filter((app) => name in appEnvironment(app, user, facts)).sort()).toEqual(readers);
  });

  test("the user's values take precedence, and empty ones count as unset", () => {
    const user = {
      WEBHOOK_SECRETS_KEY: "",
      WEBHOOK_SECRET: "whsec_own",
      SIMULATOR_RUNNING_MS: "7",
      DASHQUEUE_PREFIX: "{own}",
      SIMULATOR_PENDING_MS: "",
    };
    expect(appEnvironment("producer", user, facts)).toMatchObject({
      REDIS_URL: facts.redisUrl,
      WEBHOOK_SECRET: "whsec_own",
      SIMULATOR_RUNNING_MS: "7",
      SIMULATOR_PENDING_MS: "1000",
      DASHQUEUE_PREFIX: "{own}",
    });
  });

  test("a stack with an API key does not see what is queued for the simulator", () => {
    expect(appEnvironment("worker", {}, facts)["DASHQUEUE_PREFIX"]).toBe("{dashqueue-simulator}");
    expect(appEnvironment("worker", withKey, facts)["DASHQUEUE_PREFIX"]).toBeUndefined();
  });

  test("with the simulator, webhooks may call this machine", () => {
    expect(appEnvironment("producer", {}, facts)["WEBHOOK_PRIVATE_HOSTS"]).toBe(
      "127.0.0.1,localhost",
    );
    expect(appEnvironment("worker", withKey, facts)["WEBHOOK_PRIVATE_HOSTS"]).toBeUndefined();
  });

  test("a mistyped variable reaches no app", () => {
    const user = { DAILY_SPENDING_LIMIT: "1 CNY", DAILY_SPEND_LIMIT: "2 CNY" };
    const environment = appEnvironment("worker", user, facts);
    expect(environment).toMatchObject({ DAILY_SPEND_LIMIT: "2 CNY" });
    expect(environment).not.toHaveProperty("DAILY_SPENDING_LIMIT");
  });

  test("the demo takes free ports, and start takes the configured ones", () => {
    const user = { PRODUCER_PORT: "8080" };
    const demo = appEnvironment("producer", user, { ...facts, command: "demo" });
    expect(demo).toMatchObject({
      PRODUCER_PORT: "0",
      WORKER_PORT: "0",
      DASHBOARD_PORT: "0",
      SIMULATOR_PORT: "0",
    });
    const start = appEnvironment("producer", user, facts);
    expect(start["PRODUCER_PORT"]).toBe("8080");
    expect(start["WORKER_PORT"]).toBeUndefined();
  });

  test.each([
    [{}, ""],
    [{ DASHQUEUE_TOKEN: "dq_key" }, "admin"],
    [{ PRODUCER_TOKENS: "token" }, "admin"],
  ])("the demo, which has %j, is not locked out by ADMIN_TOKENS", (tokens, expected) => {
    const user = { ADMIN_TOKENS: "admin", ...tokens };
    const demo = appEnvironment("producer", user, { ...facts, command: "demo" });
    expect(demo["ADMIN_TOKENS"]).toBe(expected);
    expect(appEnvironment("producer", user, facts)["ADMIN_TOKENS"]).toBe("admin");
  });

  test.each([
    ["silent", "info"],
    ["warn", "info"],
    ["debug", "debug"],
    ["nonsense", "nonsense"],
    [undefined, undefined],
  ])("LOG_LEVEL %j becomes %j, because an app must log that it listens", (given, expected) => {
    expect(appEnvironment("producer", { LOG_LEVEL: given }, facts)["LOG_LEVEL"]).toBe(expected);
  });
});

describe("the environment of a worker with the simulator", () => {
  const url = "http://127.0.0.1:3999";

  test("waits shortly, with the simulator's key", () => {
    expect(simulatedWorkerEnvironment({ REDIS_URL: "redis:" }, url)).toEqual({
      REDIS_URL: "redis:",
      POLL_MIN_MS: "500",
      POLL_MAX_MS: "1000",
      DASHSCOPE_TIMEOUT_MS: "2000",
      RECONCILE_AFTER_MS: "1000",
      DASHSCOPE_API_KEY: "sk-simulator",
      DASHSCOPE_HTTP_BASE_URL: "http://127.0.0.1:3999/api/v1",
    });
  });

  test("keeps the user's polling intervals", () => {
    const environment = simulatedWorkerEnvironment({ POLL_MIN_MS: "5000" }, url);
    expect(environment["POLL_MIN_MS"]).toBe("5000");
    expect(environment["POLL_MAX_MS"]).toBeUndefined();
  });

  test("ignores a configured DashScope URL without a key", () => {
    const environment = simulatedWorkerEnvironment(
      { DASHSCOPE_HTTP_BASE_URL: "https://dashscope" },
      url,
    );
    expect(environment["DASHSCOPE_HTTP_BASE_URL"]).toBe("http://127.0.0.1:3999/api/v1");
  });
});

test.each([
  [{}, true],
  [{ DASHSCOPE_API_KEY: "" }, true],
  [withKey, false],
])("%j uses the simulator: %j", (user, expected) => {
  expect(usesSimulator(user)).toBe(expected);
});
