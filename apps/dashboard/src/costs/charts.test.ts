import { expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { renderBars, renderColumns } from "./charts.ts";
import type { Row } from "./rows.ts";

const { en } = TRANSLATIONS;
const row = (given: Partial<Row>): Row => ({
  name: "2026-11-22",
  currency: "CNY",
  settled: "6.00",
  held: "0.00",
  atRisk: "2.00",
  total: "8.00",
  ...given,
});
const DAYS = ["2026-11-21", "2026-11-22"];
/** Each part with its place and length in this direction. */
const partsOf = (svg: string, place: "x" | "y", length: "width" | "height") =>
  [...svg.matchAll(/<rect[^>]+>/g)].map(([rect]) =>
    ["class", place, length].map((name) => new RegExp(` ${name}="([^"]+)"`).exec(rect)?.[1]),
  );

it("stacks what a day cost, and says it in words", () => {
  const svg = renderColumns([row({})], DAYS, en).html;
  expect(partsOf(svg, "y", "height")).toEqual([
    ["settled", "40", "120"],
    ["atRisk", "0", "40"],
  ]);
  expect(svg).toContain('aria-label="Most on 2026-11-22: 8.00. In all: 8.00 CNY."');
  expect(svg).toContain("<title>2026-11-22: 8.00 CNY (settled 6.00, at risk 2.00)</title>");
  expect(svg).toMatch(/11-22\s*<\/text>/);
});

it("draws a day that cost nothing", () => {
  const nothing = row({ settled: "0.00", atRisk: "0.00", total: "0.00" });
  expect(renderColumns([nothing], DAYS, en).html).not.toMatch(/NaN|<rect/);
});

it("compares names by the highest, and leaves the rest to the table", () => {
  const rows = Array.from({ length: 12 }, (_, index) =>
    row({ name: `model-${index}`, total: (8 - index / 2).toFixed(2) }),
  );
  const { html } = renderBars(rows, en);
  expect(partsOf(html, "x", "width").slice(0, 2)).toEqual([
    ["settled", "0%", "75%"],
    ["atRisk", "75%", "25%"],
  ]);
  expect(html).toContain('aria-label="model-0: 8.00, model-1: ');
  expect(html).not.toContain("model-10");
  expect(html).toContain("The table below has 2 more.");
});
