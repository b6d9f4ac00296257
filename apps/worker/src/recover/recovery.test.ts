import type { ListAnswer, TaskRow } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import {
  FAILURE,
  FILE,
  REFUSED,
  START,
  SUCCEEDED,
  taskAnswer,
} from "../../test/fixtures/generations.ts";
import type { RecoveryPorts } from "./recovery.ts";
import { recover } from "./recovery.ts";

const row = (taskId: string, status = "SUCCEEDED"): TaskRow => ({
  taskId,
  requestId: null,
  model: "wan2.1-vace-plus",
  status,
  createdAt: START,
});

function ports(pages: readonly ListAnswer[], overrides: Partial<RecoveryPorts> = {}) {
  const asked: string[] = [];
  const given: RecoveryPorts = {
    client: {
      list: async ({ page }) => pages[page - 1] ?? REFUSED,
      get: async (taskId) => {
        asked.push(taskId);
        return taskAnswer({ ...SUCCEEDED, id: taskId });
      },
    },
    turn: async () => {},
    ownersOf: async (ids) => ids.map((id) => (id === "task-owned" ? "gen_01" : null)),
    archivedAs: async (id) => (id === "task-archived" ? "gen_00" : null),
    store: null,
    ...overrides,
  };
  return { given, asked };
}

const page = (number: number, rows: readonly TaskRow[]): ListAnswer => ({
  kind: "rows",
  rows,
  unreadable: 0,
  page: number,
  totalPages: 2,
  total: null,
});

describe("recover", () => {
  it("yields every task of every page, with the prompt of unowned tasks", async () => {
    const { given, asked } = ports([
      page(1, [row("task-1"), row("task-owned")]),
      page(2, [row("task-2", "RUNNING"), row("task-archived")]),
    ]);
    expect(await Array.fromAsync(recover(given))).toMatchObject([
      { taskId: "task-1", owner: null, prompt: SUCCEEDED.origPrompt, files: [] },
      { taskId: "task-owned", owner: "gen_01", prompt: null },
      { taskId: "task-2", owner: null, prompt: null },
      { taskId: "task-archived", owner: null, archivedAs: "gen_00", prompt: null },
    ]);
    expect(asked).toEqual(["task-1"]);
  });

  it("copies the files of unowned tasks on request", async () => {
    const folders: string[] = [];
    const store: RecoveryPorts["store"] = async (folder, file) => {
      folders.push(`${folder}/${file.name}`);
      return { kind: "failed", cause: "gone", failure: FAILURE };
    };
    const { given } = ports([page(1, [row("task-1")]), page(2, [])], { store });
    const [task] = await Array.fromAsync(recover(given));
    expect(folders).toEqual([`recovered-task-1/${FILE.name}`]);
    expect(task?.files).toHaveLength(1);
  });

  it("skips a task that cannot be read, and throws if the list is unavailable", async () => {
    const { given } = ports([page(1, [row("task-1")]), page(2, [])]);
    const silent = { ...given, client: { ...given.client, get: async () => REFUSED } };
    expect(await Array.fromAsync(recover(silent))).toMatchObject([{ prompt: null, files: [] }]);
    await expect(Array.fromAsync(recover(ports([]).given))).rejects.toThrow(
      "does not list its tasks",
    );
  });
});
