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

  it("reads the list page by page, each in turn, and keeps what is of this model and time", async () => {
    const row = (taskId: string, model: string | null, createdAt: number | null) => {
      return { taskId, requestId: null, model, status: "RUNNING", createdAt };
    };
    const pages = [
      [row("later", PLACE.model, 30), row("ours", PLACE.model, 20)],
      [row("ours", PLACE.model, 20), row("beijing", "wanx2.1-vace-plus", 15), row("other", "wan2.6-t2v", 15)],
      [row("silent", null, null), row("old", PLACE.model, 5)],
      [row("older", PLACE.model, 1)],
    ];
    const { provider: asked, log } = provider({
      list: async ({ page, ...query }) => {
        expect(query).toEqual({ pageSize: 20 });
        return { kind: "rows", rows: pages[page - 1] ?? [], unreadable: 0, page, totalPages: 4, total: 99 };
      },
    });
    const window = { from: 10, to: 25 };
    const list = await asked.listTasks(PLACE, window, never);
    const ids = list.kind === "rows" ? list.rows.map(({ taskId }) => taskId) : [];
    expect(ids).toEqual(["ours", "beijing", "silent"]);
    expect(log.filter((step) => step === "turn")).toHaveLength(3);
  });

  it("does not take a list for whole that hides rows, or does not come", async () => {
    const row = { taskId: "task-1", requestId: null, model: null, status: "RUNNING", createdAt: null };
    const window = { from: 0, to: 1 };
    const page = { kind: "rows", rows: [row], page: 1, totalPages: 1 } as const;
    for (const answer of [
      { ...page, unreadable: 0, total: 2 },
      { ...page, unreadable: 1, total: 1 },
    ]) {
      const hiding = provider({ list: async () => answer });
      expect(await hiding.provider.listTasks(PLACE, window, never)).toMatchObject({ kind: "unavailable" });
    }
    const away = provider({ list: async () => REFUSED });
    expect(await away.provider.listTasks(PLACE, window, never)).toMatchObject({
      kind: "unavailable",
      retryAfterMs: null,
    });
    expect(await away.provider.listTasks(PLACE, window, AbortSignal.abort())).toMatchObject({
      kind: "unavailable",
    });
  });

  it("does not blame the account for a task that may be another workspace's", async () => {
    const { provider: asked, log } = provider({ get: async () => REFUSED });
    await asked.look(PLACE, "task-9", never);
    expect(log).not.toContain("refused authentication");
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
