import { describe, expect, it } from "vitest";

import type { Metric } from "./observability.ts";
import { alertRules, dashboards, metricsIn, metricsInSources, read } from "./observability.ts";

const metrics = metricsInSources();
const panels = dashboards().flatMap(({ title, panels }) =>
  panels.map((panel) => ({ ...panel, place: `${title}, ${panel.title}` })),
);

describe("docs/operations/metrics.md", () => {
  it("has every metric, as the sources define it", () => {
    const [, tables = ""] = read("docs/operations/metrics.md").split("## Every metric\n");
    const rows = tables.split("\n").filter((line) => line.startsWith("| `"));
    const words = (row: string) => row.split("|").map((cell) => cell.trim());
    expect(rows.map(words)).toEqual(metrics.map(rowOf).map(words));
  });
});

function rowOf({ name, type, labels, help, from, isShared }: Metric): string {
  const scope = isShared ? "all replicas" : "each process";
  const label = labels.map((name) => `\`${name}\``).join(", ");
  return `| \`${name}\` | ${from} | ${type} | ${label} | ${scope} | ${help} |`;
}

describe("the dashboards", () => {
  it("use only metrics that the apps have", () => {
    const known = new Set(metrics.map(({ name }) => name));
    const used = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  it("explain each panel, and place none on another", () => {
    for (const { title, panels } of dashboards()) {
      expect(panels.filter(({ title, description }) => !title || !description)).toEqual([]);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
      );
      expect(new Set(cells).size, title).toBe(cells.length);
    }
  });
});

it("takes the extreme of what every replica shows, and never the sum", () => {
  const shared = new Set(metrics.filter(({ isShared }) => isShared).map(({ name }) => name));
  const uses = [
    ...panels.flatMap(({ place, targets }) => targets.map(({ expr }) => ({ place, expr }))),
    ...alertRules().map(({ alert, expr }) => ({ place: alert, expr })),
  ];
  const added = uses.flatMap(({ place, expr }) =>
    [...expr.matchAll(/((?:max|min|absent)\s*(?:by \([\w, ]+\)\s*)?\(\s*)?\b(dashqueue_\w+)/g)]
      .filter(([, extreme, name = ""]) => extreme === undefined && shared.has(name))
      .map(([, , name]) => `${place}: ${name}`),
  );
  expect(added).toEqual([]);
});
