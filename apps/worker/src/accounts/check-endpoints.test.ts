import type { EndpointAnswer, Failure } from "@dashqueue/dashscope";
import { ConfigError, createLogger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { checkEndpoints } from "./check-endpoints.ts";

const never = new AbortController().signal;
const failure: Failure = {
  kind: "authentication",
  code: "InvalidApiKey",
  message: "Invalid API-key provided.",
  requestId: null,
  charged: null,
};
const elsewhere: EndpointAnswer = { kind: "elsewhere", status: 404 };
const account = (name: string) => ({
  name,
  apiKey: "sk-x",
  baseUrl: `https://user:secret@${name}.example/compatible-mode/v1`,
  weight: 1,
  limits: {},
});

/** Checks the accounts `main` and `spare`, which give these answers, one per query. */
async function check(answers: Record<string, EndpointAnswer[]>, signal = never) {
  const warnings: unknown[] = [];
  const write = (line: string) => void warnings.push(JSON.parse(line));
  const turns: string[] = [];
  const problem = await checkEndpoints(
    Object.keys(answers).map(account),
    {
      client: (place) => ({ checkEndpoint: async () => answers[place.account]!.shift()! }),
      queryTurn: async (name) => void turns.push(name),
      logger: createLogger("test", { level: "info", pretty: false, destination: { write } }),
    },
    signal,
  ).catch((error: unknown) => error);
  return { problem, warnings, turns };
}

it("accepts a base URL of the task API after one query, in its turn (G8)", async () => {
  const { problem, warnings, turns } = await check({ main: [{ kind: "ready" }] });
  expect([problem, warnings, turns]).toEqual([undefined, [], ["main"]]);
});

it("refuses base URLs that lead elsewhere three times, and says what to set (G7)", async () => {
  const { problem, turns } = await check({
    main: [elsewhere, elsewhere, elsewhere],
    spare: [{ kind: "ready" }],
  });
  expect(problem).toBeInstanceOf(ConfigError);
  expect(String(problem)).toContain("main.example/compatible-mode/v1 is not DashScope's task API");
  expect(String(problem)).toContain("up to and including /api/v1");
  expect(String(problem)).not.toMatch(/secret|spare/);
  expect(turns).toEqual(["main", "spare", "main", "main"]);
});

it("asks again after a strange answer", async () => {
  const { problem } = await check({ main: [elsewhere, { kind: "ready" }] });
  expect(problem).toBeUndefined();
});

it("only reports a provider that refuses the key or does not answer", async () => {
  const { problem, warnings } = await check({
    main: [{ kind: "refused", failure }],
    spare: [{ kind: "unavailable", failure: { ...failure, kind: "network", code: "ETIMEDOUT" } }],
  });
  expect(problem).toBeUndefined();
  expect(warnings).toMatchObject([
    {
      event: "account-refused",
      account: "main",
      msg: expect.stringContaining("provided. Set DASHSCOPE_API_KEY") as string,
    },
    { event: "provider-unreachable", account: "spare", code: "ETIMEDOUT" },
  ]);
});

it("finds nothing once the process closes", async () => {
  const { problem, turns } = await check({ main: [elsewhere] }, AbortSignal.abort());
  expect([problem, turns]).toEqual([undefined, ["main"]]);
});
