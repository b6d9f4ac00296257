import { describe, expect, it } from "vitest";

import { renderGuide, targetOf } from "./render-guide.ts";

describe("targetOf", () => {
  it.each([
    [
      "operations/errors",
      "alerts.md#dashqueuenoworker",
      "/docs/operations/alerts#dashqueuenoworker",
    ],
    ["operations/errors", "../tenants.md#budgets", "/docs/tenants#budgets"],
    ["money", "operations/alerts.md", "/docs/operations/alerts"],
    ["zh/money", "../redis.md", "/docs/redis"],
    ["money", "#costs", "#costs"],
    ["money", "https://keda.sh", "https://keda.sh"],
    ["money", "../packages/dashscope/src/models", null],
    ["operations/deploy", "../../packages/simulator/README.md", null],
    ["money", "javascript:alert(1)", null],
  ])("on %s, %s leads to %s", (page, href, to) => {
    expect(targetOf(page, href)).toBe(to);
  });
});

it("renders headings with anchors, tables, code, and links to pages only", () => {
  const page = renderGuide(
    "operations/errors",
    "### spend_limit\n\nSee [redis](../redis.md) and [code](../../apps). ![a chart](x.svg)\n\n```sh\na < b\n```\n",
  );
  expect(page).toContain('<h3 id="spend_limit">spend_limit</h3>');
  expect(page).toContain('<p>See <a href="/docs/redis">redis</a> and code. a chart</p>');
  expect(page).toContain("a &lt; b");
});
