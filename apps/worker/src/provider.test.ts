import type { DashScopeClient } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import { GENERATIONS, REFUSED, UNAVAILABLE } from "./__fixtures__/generations.ts";
import { createProvider } from "./provider.ts";

const { running } = GENERATIONS;
const PLACE = { model: "wan2.1-vace-plus", baseUrl: running.attempt.baseUrl };
const never = new AbortController().signal;

function provider(answers: Partial<Pick<DashScopeClient, "create" | "get" | "cancel" | "list">>) {
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

  it("reads all pages of the list, each in turn", async () => {
    const row = { taskId: "task-1", requestId: null, model: null, status: "RUNNING", createdAt: null };
    const pages: number[] = [];
    const { provider: asked, log } = provider({
      list: async ({ page }) => {
        pages.push(page);
        return { kind: "rows", rows: [row], page, totalPages: 3, total: 3 };
      },
    });
    const window = { from: 0, to: 1 };
    expect(await asked.listTasks(PLACE, window, never)).toEqual({
      kind: "rows",
      rows: [row, row, row],
    });
    expect(pages).toEqual([1, 2, 3]);
    expect(log.filter((step) => step === "turn")).toHaveLength(3);
    const hiding = provider({
      list: async () => ({ kind: "rows", rows: [row], page: 1, totalPages: 1, total: 2 }),
    });
    const hidden = await hiding.provider.listTasks(PLACE, window, never);
    expect(hidden).toMatchObject({ kind: "unavailable" });
    const away = provider({ list: async () => REFUSED });
    expect(await away.provider.listTasks(PLACE, window, never)).toMatchObject({
      kind: "unavailable",
      retryAfterMs: null,
    });
    expect(await asked.listTasks(PLACE, window, AbortSignal.abort())).toMatchObject({
      kind: "unavailable",
    });
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
