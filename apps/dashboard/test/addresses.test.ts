import { expect, it } from "vitest";

import { startDashboard } from "./running-dashboard.ts";

it("leads back to the page without its parameters", async () => {
  await using dashboard = await startDashboard();
  const page = await (await dashboard.get("/audit?offset=abc")).text();
  expect(page).toContain('<a href="/audit">Back to: Audit log</a>');
});

it.each([
  ["/audit?offset=abc", 400, "offset must be a whole number"],
  ["/audit/?offset=-1", 400, "offset must be a whole number"],
  ["/costs?day=2026-11-27", 400, "“day” is not a parameter of this page."],
  ["/?state=queued", 400, "“state” is not a parameter of this page."],
  ["/generations?after=abc", 400, "“abc” is not the id of a generation."],
  ["/bulk?id=bulk_unknown", 404, "There is no bulk operation with this id any more."],
  ["/playground?tenant=nobody", 409, "There is no tenant nobody."],
  ["/audit?offset=100", 200, "Audit log"],
])("answers %s with %i", async (path, status, sentence) => {
  await using dashboard = await startDashboard();
  const answer = await dashboard.get(path);
  expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(sentence)]);
});
