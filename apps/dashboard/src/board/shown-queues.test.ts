import { expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { labelsOf, shownQueues } from "./shown-queues.ts";

it.each([
  [
    "en",
    "1 submit · wan2.1",
    "1 submit · wan2.2",
    "1 submit retries",
    "2 poll",
    "3 archive",
    "4 notify",
  ],
  [
    "zh",
    "1 提交 submit · wan2.1",
    "1 提交 submit · wan2.2",
    "1 提交 submit 重试",
    "2 查询 poll",
    "3 转存 archive",
    "4 通知 notify",
  ],
] as const)("lists the queues in the order of the stages, and the models by name: %s", (...row) => {
  const [language, ...expected] = row;
  const queues = shownQueues(["wan2.2", "wan2.1"]);
  expect(queues.map(({ name }) => name)).toEqual([
    "submit-wan2.1",
    "submit-wan2.2",
    "resubmit",
    "poll",
    "archive",
    "notify",
  ]);
  const labels = queues.map((queue) => labelsOf(queue, TRANSLATIONS[language]));
  const names = labels.map(({ displayName }) => displayName);
  expect(names).toEqual(expected);
  expect([...names].sort((a, b) => a.localeCompare(b))).toEqual(names);
  for (const { description } of labels)
    expect(description).toMatch(language === "en" ? /^[A-Z].+\.$/ : /\p{Script=Han}.+。$/u);
});

it("lists the queues without a model when no model is known", () => {
  expect(shownQueues([])).toHaveLength(4);
});
