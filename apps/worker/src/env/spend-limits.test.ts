import { describe, expect, it } from "vitest";

import { workerEnv } from "./env.ts";

const read = (limit: string, accounts = "") =>
  workerEnv.safeParse({
    DASHSCOPE_API_KEY: "sk-x",
    DAILY_SPEND_LIMIT: limit,
    ...(accounts === "" ? {} : { DASHSCOPE_ACCOUNTS: accounts }),
  });
const PARIS = JSON.stringify({ paris: { apiKey: "sk-paris" } });

describe("DAILY_SPEND_LIMIT", () => {
  it.each([
    ["100 CNY", { overall: { CNY: "100" }, accounts: {} }],
    [" 100.50 CNY, 20 USD ", { overall: { CNY: "100.50", USD: "20" }, accounts: {} }],
    ['{"*":"100 CNY"}', { overall: { CNY: "100" }, accounts: {} }],
    ['{"default":"0 CNY, 1 USD"}', { overall: {}, accounts: { default: { CNY: "0", USD: "1" } } }],
  ])("accepts %s", (text, limits) => {
    expect(read(text)).toMatchObject({ data: { DAILY_SPEND_LIMIT: limits } });
  });

  it("defaults to no limit", () => {
    expect(workerEnv.parse({ DASHSCOPE_API_KEY: "sk-x" }).DAILY_SPEND_LIMIT).toEqual({
      overall: {},
      accounts: {},
    });
  });

  it.each([
    ["100", ["DAILY_SPEND_LIMIT"]],
    ["100CNY", ["DAILY_SPEND_LIMIT"]],
    ["-1 CNY", ["DAILY_SPEND_LIMIT"]],
    ["1000000 CNY", ["DAILY_SPEND_LIMIT"]],
    ["1 EUR, 2 CNY, 3 CNY", ["DAILY_SPEND_LIMIT", "DAILY_SPEND_LIMIT"]],
    [",", ["DAILY_SPEND_LIMIT"]],
    ["{", ["DAILY_SPEND_LIMIT"]],
    ['{"*":"a lot","default":5}', ["DAILY_SPEND_LIMIT.*", "DAILY_SPEND_LIMIT.default"]],
    ['{"rome":"5 CNY","*":"9 CNY"}', ["DAILY_SPEND_LIMIT.rome"]],
  ])("rejects %s and names every problem", (text, paths) => {
    expect(read(text).error?.issues.map(({ path }) => path.join("."))).toEqual(paths);
  });

  it("accepts only the names of configured accounts", () => {
    expect(read('{"paris":"5 CNY"}', PARIS).success).toBe(true);
    expect(read('{"default":"5 CNY"}', PARIS).error?.issues).toMatchObject([
      { path: ["DAILY_SPEND_LIMIT", "default"], message: "is not the name of an account" },
    ]);
  });
});
