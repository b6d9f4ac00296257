import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { EVENT_NAMES, LIST_NOT_READ, LIST_UNREAD, STATUSES } from "@dashqueue/queue/internal";
import type { Request } from "express";
import { expect, it } from "vitest";

import { pathOf, translationFor } from "./language.ts";
import { TRANSLATIONS } from "./translate.ts";
import { adviceText, eventText, helpIn, lookText, statusText, waitingAdviceText } from "./words.ts";
import { LOOK_RESULTS } from "./zh/advice.ts";
import { ZH } from "./zh/zh.ts";

const { en, zh } = TRANSLATIONS;

it("has the same values in a Chinese text as in the English one", () => {
  const namesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
  const different = Object.entries(ZH).filter(
    ([text, translated]) => namesIn(text).join() !== namesIn(translated).join(),
  );
  expect(different).toEqual([]);
});

it("puts values into a text of either language", () => {
  expect(en("{count} of {limit}", { count: 1, limit: 2 })).toBe("1 of 2");
  expect(zh("DashScope refuses the account {name}", { name: "{name}" })).toBe(
    "DashScope 拒绝账号 {name}",
  );
});

it.each([
  ["en", undefined, undefined],
  ["en", undefined, "fr"],
  ["en", undefined, "en-US,en;q=0.9,zh-CN;q=0.8"],
  ["zh", undefined, "zh-CN,zh;q=0.9,en;q=0.8"],
  ["zh", undefined, "zh-TW"],
  ["zh", "a=b; lang=zh", "en"],
  ["en", "lang=en; a=b", "zh-CN"],
  ["zh", "lang=nonsense", "zh-CN"],
  ["en", "slang=zh", undefined],
])("chooses %s with the cookies %s and a browser that accepts %s", (language, cookie, accepted) => {
  const preferred = accepted?.startsWith("zh") ? "zh" : "en";
  const req = { headers: { cookie }, acceptsLanguages: () => preferred } as unknown as Request;
  expect(translationFor({ req }).language).toBe(language);
});

it.each([
  [undefined, "/"],
  ["nonsense", "/"],
  [
    "http://127.0.0.1:3001/generations?status=queued&model=a%20b",
    "/generations?status=queued&model=a%20b",
  ],
  ["https://evil.example/path", "/path"],
  ["https://queue.example//evil.example/path", "/evil.example/path"],
  ["https://queue.example/\\evil.example", "/evil.example"],
])("returns from %s to %s", (referer, path) => {
  expect(pathOf(referer)).toBe(path);
});

it("keeps the word of the logs beside the Chinese one", () => {
  for (const status of STATUSES) expect(statusText(status, zh)).toMatch(new RegExp(`. ${status}$`));
  expect(EVENT_NAMES.map((name) => eventText(name, zh))).toContain(
    "DashScope 任务已创建 task created",
  );
  expect(eventText("a-new-event", zh)).toBe("a new event");
  expect(eventText("task-created", en)).toBe("task created");
});

it("says in Chinese what a search for a task found, as the workers word it", () => {
  const root = path.join(import.meta.dirname, "../../../..");
  const files = [
    "apps/worker/src/{settling,early-looks}/*.ts",
    "packages/queue/src/transitions/*.ts",
  ];
  const code = globSync(files, { cwd: root })
    .map((file) => readFileSync(path.join(root, file), "utf8"))
    .join("\n");
  for (const [result, chinese] of Object.entries(LOOK_RESULTS)) {
    expect(code).toContain(`"${result}"`);
    expect([lookText(result, en), lookText(result, zh)]).toEqual([result, chinese]);
  }
  expect(lookText(`${LIST_UNREAD}HTTP 500`, zh)).toBe("无法读取 DashScope 的任务列表：HTTP 500");
  const notRead = `${LIST_NOT_READ}it may not show the task yet`;
  expect(lookText(notRead, zh)).toContain("暂不读取 DashScope 的任务列表：列表可能还没有显示");
  const read = "the provider's task list was read (tasks: 11), and none is certainly its own yet";
  expect(lookText(read, zh)).toContain("已读取任务列表（11 个任务）");
  expect(lookText("something new", zh)).toBe("something new");
});

it("links advice to the page in the language of the reader", () => {
  const help = "/docs/operations/errors#arrears";
  expect([helpIn(help, en), helpIn(help, zh)]).toEqual([
    help,
    "/docs/zh/operations/errors#arrears",
  ]);
});

it("says in Chinese what to do about what delays a generation", () => {
  const page = "/docs/operations";
  const help = `${page}/waiting#slot`;
  const slot = { reason: "slot", advice: "No action needed", help } as const;
  expect(waitingAdviceText(slot, en)).toBe("No action needed");
  expect(waitingAdviceText(slot, zh)).toContain("无需处理");
  const account = { reason: "account", advice: "Pay it", help: `${page}/errors#arrears` } as const;
  expect(waitingAdviceText(account, zh)).toBe(adviceText("arrears", zh));
  const full = { reason: "collection", advice: adviceText("storage", en, "ENOSPC") } as const;
  expect(waitingAdviceText({ ...full, help: `${page}/errors#storage` }, zh)).toBe(
    adviceText("storage", zh, "ENOSPC"),
  );
  expect(adviceText("storage", zh, "ENOSPC")).not.toContain("权限");
  const newer = { ...account, help: `${page}/errors#newer` };
  expect(waitingAdviceText(newer, zh)).toBe("Pay it");
});
