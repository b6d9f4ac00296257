import type { DashScopeClient } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import {
  GENERATIONS,
  REFUSED,
  START,
  SUCCEEDED,
  taskAnswer,
  UNAVAILABLE,
} from "../../test/fixtures/generations.ts";
import { createProvider } from "./provider.ts";

const { running, submitting } = GENERATIONS;
const MODEL = "wan2.1-vace-plus";
const PLACE = { account: "default", baseUrl: running.attempt.baseUrl };
const HERE = `default ${PLACE.baseUrl}`;
const never = new AbortController().signal;

function provider(
  answers: Partial<
    Pick<DashScopeClient, "create" | "get" | "cancel" | "list" | "upload" | "quotas">
  >,
  aheadMs: () => number | null = () => 0,
) {
  const log: string[] = [];
  const unexpected = () => Promise.reject(new Error("unexpected request"));
  const result = createProvider({
    client: ({ account, baseUrl, workspace }) => {
      if (account === "gone") return null;
      log.push([account, baseUrl, workspace].filter(Boolean).join(" "));
      return {
        baseUrl,
        inWorkspace: () => {
          throw new Error("unexpected workspace");
        },
        create: unexpected,
        get: unexpected,
        cancel: unexpected,
        list: unexpected,
        upload: unexpected,
        checkEndpoint: unexpected,
        quotas: unexpected,
        close() {},
        ...answers,
      };
    },
    findModel,
    clocks: { aheadMs },
    queryTurn: async (account) => void log.push(`turn of ${account}`),
    refused: async (account, { kind }) => void log.push(`refused ${account} ${kind}`),
    accepted: (account) => void log.push(`accepted ${account}`),
    createAnswered: (model, answer) => void log.push(`${model} ${answer}`),
  });
  return { provider: result, log };
}

describe("createProvider", () => {
  it("queries in turn, at the account and host of the task (G8)", async () => {
    const { provider: asked, log } = provider({
      get: async () => UNAVAILABLE,
      cancel: async () => UNAVAILABLE,
    });
    expect(await asked.readTask(running, never)).toBe(UNAVAILABLE);
    expect(await asked.cancelTask(running, never)).toBe(UNAVAILABLE);
    expect(log).toEqual([HERE, "turn of default", HERE, "turn of default"]);
  });

  it("creates on the given account and counts the answer", async () => {
    const answer = { kind: "accepted", taskId: "task-1", requestId: null } as const;
    const { provider: asked, log } = provider({ create: async () => answer });
    expect(await asked.create(submitting, running.request)).toBe(answer);
    expect(log).toEqual([HERE, "wan2.1-vace-plus accepted"]);
  });

  it("creates and queries as the generation says", async () => {
    const call = { workspace: "llm-1", path: "/services/a", dataInspection: "enable" };
    const sent: unknown[] = [];
    const { provider: asked, log } = provider({
      create: async (_, terms) => {
        sent.push(terms);
        return { kind: "accepted", taskId: "task-1", requestId: null };
      },
      get: async () => UNAVAILABLE,
      cancel: async () => UNAVAILABLE,
    });
    await asked.create({ ...submitting, ...call }, running.request);
    await asked.readTask({ ...running, ...call }, never);
    await asked.cancelTask({ ...running, ...call }, never);
    expect(sent).toEqual([{ path: call.path, dataInspection: call.dataInspection }]);
    expect(log.filter((entry) => entry === `${HERE} llm-1`)).toHaveLength(3);
  });

  it("uploads to the given account, if it is configured", async () => {
    const uploaded = { kind: "uploaded", url: "oss://a/b.png" } as const;
    const { provider: asked } = provider({ upload: async () => uploaded });
    const file = { name: "b.png", content: new Blob([]) };
    expect(await asked.upload(PLACE, MODEL, file, never)).toBe(uploaded);
    expect(await asked.upload({ ...PLACE, account: "gone" }, MODEL, file, never)).toMatchObject({
      kind: "unavailable",
      failure: { kind: "configuration" },
    });
  });

  it("lists page by page, each in turn, and filters by model and time (G8)", async () => {
    const row = (taskId: string, model: string | null, createdAt: number | null) => {
      return { taskId, requestId: null, model, status: "RUNNING", createdAt };
    };
    const pages = [
      [row("later", MODEL, 30), row("ours", MODEL, 20)],
      [
        row("ours", MODEL, 20),
        row("beijing", "wanx2.1-vace-plus", 15),
        row("other", "wan2.6-t2v", 15),
      ],
      [row("silent", null, null), row("old", MODEL, 5)],
      [row("older", MODEL, 1)],
    ];
    const { provider: asked, log } = provider({
      list: async ({ page, ...query }) => {
        expect(query).toEqual({ pageSize: 20 });
        return {
          kind: "rows",
          rows: pages[page - 1] ?? [],
          unreadable: 0,
          page,
          totalPages: 4,
          total: 99,
        };
      },
    });
    const wanted = { models: [MODEL], from: 10, to: 25 };
    const list = await asked.listTasks(PLACE, wanted, never);
    const ids = list.kind === "rows" ? list.rows.map(({ taskId }) => taskId) : [];
    expect(ids).toEqual(["ours", "beijing", "silent"]);
    expect(log.filter((step) => step === "turn of default")).toHaveLength(4);
  });

  it.each([
    ["oldest first", [1, 2, 3, 20]],
    ["unfinished last", [2, 1, 0, 20]],
    ["shuffled", [2, 1, 20, 0]],
  ])("reads a list that is %s to its end (G1)", async (_, times) => {
    const { provider: asked } = provider({
      list: async ({ page }) => {
        const rows = times.slice(2 * page - 2, 2 * page).map((createdAt) => {
          const taskId = createdAt === 20 ? "ours" : `${createdAt}`;
          return { taskId, requestId: null, model: MODEL, status: "RUNNING", createdAt };
        });
        return { kind: "rows", rows, unreadable: 0, page, totalPages: 2, total: 4 };
      },
    });
    const list = await asked.listTasks(PLACE, { models: [MODEL], from: 10, to: 25 }, never);
    expect(list).toMatchObject({ kind: "rows", rows: [{ taskId: "ours" }] });
  });

  it("reads one page in a turn, by the shared clock (G8)", async () => {
    const row = { taskId: "task-1", requestId: null, model: MODEL, status: "FAILED" };
    const page = { kind: "rows", unreadable: 0, page: 1, totalPages: 1, total: 1 } as const;
    const queries: unknown[] = [];
    const { provider: asked, log } = provider(
      {
        async list(query) {
          queries.push(query);
          return { ...page, rows: [{ ...row, createdAt: START + 5_000 }] };
        },
      },
      () => 5_000,
    );
    const query = { status: "FAILED", page: 1, pageSize: 100 };
    expect(await asked.listPage(PLACE, query, never)).toEqual({
      ...page,
      rows: [{ ...row, createdAt: START }],
    });
    expect([queries, log]).toEqual([[query], [HERE, "turn of default", "accepted default"]]);
  });

  it("reads a list to which tasks are added between two pages", async () => {
    const { provider: asked } = provider({
      list: async ({ page }) => {
        // A task is created between the pages, and moves the others down by one.
        const times = [[9, 8], [8, 7], [6]][page - 1] ?? [];
        const rows = times.map((createdAt) => {
          return { taskId: `${createdAt}`, requestId: null, model: MODEL, status: "", createdAt };
        });
        return {
          kind: "rows",
          rows,
          unreadable: 0,
          page,
          totalPages: 3,
          total: page === 1 ? 4 : 5,
        };
      },
    });
    const list = await asked.listTasks(PLACE, { models: [MODEL], from: 0, to: 25 }, never);
    expect(list.kind === "rows" && list.rows.map(({ taskId }) => taskId)).toEqual([
      "9",
      "8",
      "7",
      "6",
    ]);
  });

  it("does not trust a list that is incomplete or unavailable (G1)", async () => {
    const row = {
      taskId: "task-1",
      requestId: null,
      model: null,
      status: "RUNNING",
      createdAt: null,
    };
    const wanted = { models: [MODEL], from: 0, to: 1 };
    const page = { kind: "rows", rows: [row], page: 1, totalPages: 1 } as const;
    for (const answer of [
      { ...page, unreadable: 0, total: 2 },
      { ...page, unreadable: 1, total: 1 },
    ]) {
      const hiding = provider({ list: async () => answer });
      expect(await hiding.provider.listTasks(PLACE, wanted, never)).toMatchObject({
        kind: "unavailable",
      });
    }
    const away = provider({ list: async () => REFUSED });
    expect(await away.provider.listTasks(PLACE, wanted, never)).toMatchObject({
      kind: "unavailable",
      retryAfterMs: null,
    });
    expect(await away.provider.listTasks(PLACE, wanted, AbortSignal.abort())).toMatchObject({
      kind: "unavailable",
    });
  });

  it("reads limits in a turn, and does not blame the account for a refusal (G8)", async () => {
    const pages: unknown[] = [];
    const { provider: asked, log } = provider({
      quotas: async (...query) => (pages.push(query.slice(0, 2)), REFUSED),
    });
    expect(await asked.quotas(PLACE, "/quotas", 2, never)).toBe(REFUSED);
    expect(pages).toEqual([["/quotas", { page: 2, pageSize: 100 }]]);
    expect(log).toEqual([`default ${PLACE.baseUrl}`, "turn of default"]);
    expect(await asked.quotas(PLACE, "/quotas", 2, AbortSignal.abort())).toMatchObject({
      kind: "unavailable",
    });
  });

  it("does not blame the account for a task that may belong to another workspace", async () => {
    const { provider: asked, log } = provider({ get: async () => REFUSED });
    await asked.readTaskAt(PLACE, "task-9", never);
    expect(log).not.toContain("refused default authentication");
  });

  it("reports that the provider refuses the account", async () => {
    const { provider: asked, log } = provider({ get: async () => REFUSED });
    await asked.readTask(running, never);
    expect(log).toContain("refused default authentication");
  });

  it("blames the request, not the account, for a workspace that it names", async () => {
    const denied = {
      ...REFUSED,
      failure: { ...REFUSED.failure, kind: "access_denied", code: "Workspace.AccessDenied" },
    } as const;
    const rejected = { ...denied, kind: "rejected" } as const;
    const { provider: asked, log } = provider({
      create: async () => rejected,
      get: async () => denied,
    });
    const named = { workspace: "llm-1" };
    expect(await asked.create({ ...submitting, ...named }, running.request)).toMatchObject({
      kind: "rejected",
      failure: { kind: "invalid_request", code: "Workspace.AccessDenied" },
    });
    await asked.readTask({ ...running, ...named }, never);
    expect(log).not.toContain("refused default access_denied");
    expect(await asked.create(submitting, running.request)).toBe(rejected);
    await asked.readTask(running, never);
    expect(log).toContain("refused default access_denied");
  });

  it("sends no query when the process closes", async () => {
    const { provider: asked } = provider({});
    expect(await asked.readTask(running, AbortSignal.abort())).toMatchObject({
      kind: "unavailable",
    });
    expect(await asked.cancelTask(running, AbortSignal.abort())).toMatchObject({
      kind: "unavailable",
    });
  });

  it("sends nothing to an account that is no longer configured", async () => {
    const { provider: asked, log } = provider({});
    const place = { ...PLACE, account: "gone" };
    const failure = { kind: "configuration" };
    const attempt = { ...submitting.attempt, ...place };
    expect(await asked.create({ ...submitting, attempt }, running.request)).toMatchObject({
      kind: "not-sent",
      failure,
    });
    expect(await asked.readTaskAt(place, "task-1", never)).toMatchObject({
      kind: "unavailable",
      failure,
    });
    const wanted = { models: [MODEL], from: 0, to: 1 };
    expect(await asked.listTasks(place, wanted, never)).toMatchObject({
      kind: "unavailable",
      failure,
    });
    expect(log).toEqual(["wan2.1-vace-plus not-sent"]);
  });
});

describe("the provider's clock", () => {
  const AHEAD_MS = 600_000;
  const row = { taskId: "t", requestId: null, model: MODEL, status: "SUCCEEDED", createdAt: START };
  const page = {
    kind: "rows",
    rows: [row],
    unreadable: 0,
    page: 1,
    totalPages: 1,
    total: 1,
  } as const;

  it("is translated in lists and tasks", async () => {
    const task = { ...SUCCEEDED, otherFiles: SUCCEEDED.files };
    const { provider: asked } = provider(
      { list: async () => page, get: async () => taskAnswer(task) },
      () => AHEAD_MS,
    );
    const filter = { models: [MODEL], from: START - AHEAD_MS, to: START - AHEAD_MS };
    expect(await asked.listTasks(PLACE, filter, never)).toMatchObject({
      rows: [{ createdAt: START - AHEAD_MS }],
    });
    const { expiresAt } = SUCCEEDED.files[0]!;
    expect(await asked.readTaskAt(PLACE, "t", never)).toMatchObject({
      task: {
        endedAt: SUCCEEDED.endedAt! - AHEAD_MS,
        files: [{ expiresAt: expiresAt! - AHEAD_MS }],
        otherFiles: [{ expiresAt: expiresAt! - AHEAD_MS }],
      },
    });
  });

  it("is asked for, in turn, only while it is unknown", async () => {
    let aheadMs: number | null = null;
    const list = async () => {
      aheadMs = AHEAD_MS;
      return page;
    };
    const { provider: asked, log } = provider({ list }, () => aheadMs);
    expect(await asked.clockAheadMs(PLACE, never)).toBe(AHEAD_MS);
    expect(await asked.clockAheadMs(PLACE, never)).toBe(AHEAD_MS);
    expect(log).toEqual([HERE, "turn of default"]);
    expect(
      await provider({}, () => null).provider.clockAheadMs({ ...PLACE, account: "gone" }, never),
    ).toBeNull();
  });
});
