// cspell:ignore DIALY

import { expect, it } from "vitest";

import { unknownVariables } from "./unknown-variables.ts";
import { VARIABLES } from "./variables.ts";

const sentencesOf = (...names: string[]) => [
  ...unknownVariables(Object.fromEntries(names.map((name) => [name, "a secret"]))).values(),
];

it.each([
  ["DAILY_SPENDING_LIMIT", "DAILY_SPEND_LIMIT"],
  ["DIALY_SPEND_LIMIT", "DAILY_SPEND_LIMIT"],
  ["DASHSCOPE_KEY", "DASHSCOPE_API_KEY"],
  ["DASHSCOPE_APIKEY", "DASHSCOPE_API_KEY"],
  ["PRODUCER_TOKEN", "PRODUCER_TOKENS"],
  ["REDIS_URI", "REDIS_URL"],
  ["RETENTION_DAY", "RETENTION_DAYS"],
  ["WORKER_PROT", "WORKER_PORT"],
  ["daily_spend_limit", "DAILY_SPEND_LIMIT"],
  ["Redis_Url", "REDIS_URL"],
])("%s: did you mean %s?", (name, meant) => {
  expect(sentencesOf(name)).toEqual([
    `${name} is not a variable of dashqueue and has no effect: did you mean ${meant}?`,
  ]);
});

it("names a variable with a prefix of ours that resembles none", () => {
  expect(sentencesOf("DASHQUEUE_COLOR_OF_THE_SKY")).toEqual([
    "DASHQUEUE_COLOR_OF_THE_SKY is not a variable of dashqueue and has no effect; .env.example lists every variable",
  ]);
});

it("does not name the apps' own variables, nor those of others", () => {
  expect(sentencesOf(...VARIABLES)).toEqual([]);
  const others = `PATH HOME USER SHELL LANG LC_ALL TERM PWD OLDPWD HOSTNAME LOGNAME LS_COLORS EDITOR
    SSH_AUTH_SOCK XDG_DATA_HOME XDG_RUNTIME_DIR NODE_ENV NODE_OPTIONS NODE_COMPILE_CACHE NODE_VERSION
    YARN_VERSION npm_config_registry INIT_CWD NO_COLOR FORCE_COLOR CI GITHUB_TOKEN NPM_TOKEN
    http_proxy no_proxy host DATABASE_URL POSTGRES_PASSWORD REDIS_HOST ALL_PROXY FTP_PROXY AWS_REGION
    AWS_SESSION_TOKEN OTEL_SERVICE_NAME DASHQUEUE_URL DASHQUEUE_TOKEN SIMULATOR_PORT
    KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT_HTTPS KUBERNETES_PORT_443_TCP_ADDR
    DASHQUEUE_PRODUCER_SERVICE_HOST DASHQUEUE_PRODUCER_PORT_3000_TCP_PROTO`;
  expect(sentencesOf(...others.split(/\s+/))).toEqual([]);
  expect(unknownVariables({ DASHQUEUE_PRODUCER_PORT: "tcp://10.0.0.1:3000" }).size).toBe(0);
});
