import { expect, it } from "vitest";

import { ownPage } from "./own-page.ts";

it("removes what another host would be asked for, and keeps the rest", () => {
  const page = ownPage(
    `<head><link rel="icon" href="static/a.svg"><link href="https://fonts.example/css2?a=1&b" rel="stylesheet">
<link href="static/main.css" rel="stylesheet"></head><body></body>`,
  );
  expect(page).not.toContain("fonts.example");
  expect(page).toContain('<link rel="icon" href="static/a.svg">');
  expect(page).toContain('<link href="static/main.css" rel="stylesheet"><style>');
  expect(page).toContain(".lucide-trash-2");
});
