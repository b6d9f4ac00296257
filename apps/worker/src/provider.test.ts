import type { DashScopeClient } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import { GENERATIONS, REFUSED, UNAVAILABLE } from "./__fixtures__/generations.ts";
import { createProvider } from "./provider.ts";

const { running } = GENERATIONS;
const never = new AbortController().signal;

function provider(answers: Partial<Pick<DashScopeClient, "create" | "get" | "cancel">>) {
  const log: string[] = [];
  const unexpected = () => Promise.reject(new Error("not expected"));
  const result = createProvider({
    client: (baseUrl) => {
      log.push(baseUrl);
      return {
        baseUrl,
        create: unexpected,
        get: unexpected,
        cancel: unexpected,
        list: unexpected,
        close() {},
        ...answers,
      };
    },
    baseUrl: "https://new.example/api/v1",
    queryTurn: async () => void log.push("turn"),
    refused: async ({ kind }) => void log.push(`refused ${kind}`),
    createAnswered: (model, answer) => void log.push(`${model} ${answer}`),
  });
  return { provider: result, log };
}

describe("createProvider", () => {
  it("asks in turn, where the task was made", async () => {
    const { provider: asked, log } = provider({
      get: async () => UNAVAILABLE,
      cancel: async () => UNAVAILABLE,
    });
    expect(await asked.readTask(running, never)).toBe(UNAVAILABLE);
    expect(await asked.cancelTask(running, never)).toBe(UNAVAILABLE);
    expect(log).toEqual(["turn", running.attempt.baseUrl, "turn", running.attempt.baseUrl]);
  });

  it("creates where it is configured to, and counts the answer", async () => {
    const answer = { kind: "accepted", taskId: "task-1", requestId: null } as const;
    const { provider: asked, log } = provider({ create: async () => answer });
    expect(await asked.create(running.request)).toBe(answer);
    expect(log).toEqual(["https://new.example/api/v1", "wan2.1-vace-plus accepted"]);
  });

  it("says when the provider refuses the account", async () => {
    const { provider: asked, log } = provider({ get: async () => REFUSED });
    await asked.readTask(running, never);
    expect(log).toContain("refused authentication");
  });

  it("asks nothing any more when the process closes", async () => {
    const { provider: asked } = provider({});
    expect(await asked.readTask(running, AbortSignal.abort())).toMatchObject({ kind: "unavailable" });
    expect(await asked.cancelTask(running, AbortSignal.abort())).toMatchObject({ kind: "unavailable" });
  });
});
