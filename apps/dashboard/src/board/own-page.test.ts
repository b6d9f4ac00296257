import { expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { ownPage } from "./own-page.ts";

const { en, zh } = TRANSLATIONS;

it("removes what another host would be asked for, and keeps the rest", () => {
  const page = ownPage(
    `<head><link rel="icon" href="static/a.svg"><link href="https://fonts.example/css2?a=1&b" rel="stylesheet">
<link href="static/main.css" rel="stylesheet"></head><body></body>`,
    en,
  );
  expect(page).not.toContain("fonts.example");
  expect(page).toContain('<link rel="icon" href="static/a.svg">');
  expect(page).toContain('<link href="static/main.css" rel="stylesheet"><style>');
  expect(page).toContain(".lucide-trash-2");
});

it("has the language of the reader, and leads back to our own pages", () => {
  const page = `<html lang="en" dir="ltr"><head></head><body class="preload"><div>Loading</div>`;
  expect(ownPage(page, en)).toMatch(/<body class="preload"><a class="console" href="\/">← Dash/);
  expect(ownPage(page, zh)).toContain('<html lang="zh" dir="ltr">');
  expect(ownPage(page, zh)).toContain("← 控制台</a>");
  expect(ownPage(page, zh)).toContain("<div>正在加载</div>");
});
