import { expect, test } from "vitest";

import type { Stack } from "./start-stack.ts";
import { welcomeText } from "./welcome.ts";

const stack: Stack = {
  producerUrl: "http://127.0.0.1:3000",
  dashboard: { url: "http://127.0.0.1:3001", user: "admin", password: "made-here" },
  workerUrl: "http://127.0.0.1:3002",
  simulatorUrl: "http://127.0.0.1:3999",
  redis: "redis://127.0.0.1:7001 (private redis-server, data in ./data/redis)",
  durability: "fsync",
  prefix: "{dashqueue-simulator}",
  failed: Promise.withResolvers<never>().promise,
  stop: async () => {},
};
const places = {
  archive: "./data/archive",
  dashboardPassword: "./data/dashboard-password",
  webhookSecret: "./data/webhook-secret",
  logs: "./data/logs",
};
const NOW = Date.UTC(2026, 10, 27);
const rowsOf = (given: Stack, environment: Readonly<Record<string, string>>) => {
  const lines = welcomeText(given, environment, places, NOW).split("\n");
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, text] = /^ {2}(\w+) +(.+)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, text]];
    }),
  );
};

test("shows a stack without any setting", () => {
  expect(rowsOf(stack, {})).toMatchObject({
    dashboard:
      "http://127.0.0.1:3001 (user admin, password made-here, kept in ./data/dashboard-password)",
    provider: expect.stringMatching(/^simulator at http:.*free/) as string,
    spending: expect.stringMatching(/^no limit.*DAILY_SPEND_LIMIT/) as string,
    unpriced: expect.stringMatching(
      /^\S+, \S+, \S+ and \d+ more; with DAILY_SPEND_LIMIT/,
    ) as string,
    durability: "fsync",
    archive: "./data/archive",
    webhooks: "signed with the secret in ./data/webhook-secret",
    curl: expect.not.stringContaining("authorization") as string,
  });
});

test("names the key that a submission needs if only operators have a token", () => {
  const curl = expect.stringContaining("'authorization: Bearer <API key of a tenant>'") as string;
  expect(rowsOf(stack, { ADMIN_TOKENS: "secret" })).toMatchObject({ curl });
});

test("shows what the user has set, without secrets (G7)", () => {
  const own = {
    ...stack,
    simulatorUrl: null,
    durability: "none",
    dashboard: { ...stack.dashboard, password: null },
  };
  const secrets = { PRODUCER_TOKENS: "secret-1", WEBHOOK_SECRET: "secret-2" };
  const environment = { ...secrets, DAILY_SPEND_LIMIT: "100 CNY" };
  expect(rowsOf(own, environment)).toMatchObject({
    dashboard: expect.stringContaining("password from DASHBOARD_PASSWORD") as string,
    provider: expect.stringContaining("costs money") as string,
    spending: "at most 100 CNY per UTC day",
    durability: expect.stringMatching(/^none; .*docs\/redis\.md$/) as string,
    webhooks: "signed with WEBHOOK_SECRET",
    curl: expect.stringContaining("<one of PRODUCER_TOKENS>") as string,
  });
  expect(welcomeText(own, environment, places, NOW)).not.toContain("secret-");
});
