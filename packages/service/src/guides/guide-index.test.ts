import { globSync } from "node:fs";

import { expect, it } from "vitest";

import { GUIDES, indexOf, titleOf } from "./guide-index.ts";
import { guidePage } from "./guide-page.ts";

const DOCS = new URL("../../../../docs/", import.meta.url);

it("lists every guide", () => {
  const files = globSync("{*,operations/*}.md", { cwd: DOCS });
  expect(GUIDES.toSorted()).toEqual(files.map((file) => file.replace(/\.md$/, "")).toSorted());
});

it("links each guide by its title", () => {
  expect(indexOf("", ["Getting started"])).toContain("- [Getting started](getting-started.md)");
  expect(indexOf("zh/", ["快速上手"])).toMatch(/^# 指南.+- \[快速上手\]\(getting-started\.md\)/s);
  expect(titleOf("# Money\n\n## Costs")).toBe("Money");
  expect(titleOf("no heading")).toBeNull();
});

it("leads back to the home page of the process, in the language of the guide", () => {
  const home = { en: "Dashboard", zh: "控制台" };
  const english = guidePage("money", "Money", "", home);
  expect(english).toContain('<a href="/">← Dashboard</a> <a href="/docs/guides">All guides</a>');
  const chinese = guidePage("zh/money", "费用", "", home);
  expect(chinese).toContain('<a href="/">← 控制台</a> <a href="/docs/zh/guides">全部指南</a>');
  expect(chinese).toContain('<html lang="zh-CN">');
});
