import { execFileSync } from "node:child_process";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { alertRules, metricsIn, metricsInSources, read } from "./observability.ts";

const FOLDER = path.join(import.meta.dirname, "../../ops/prometheus");

const rules = alertRules();

const hasPromtool = (() => {
  try {
    execFileSync("promtool", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe("the alert rules", () => {
  it("use only metrics that the apps have", () => {
    const known = new Set(metricsInSources().map(({ name }) => name));
    const unknown = rules.flatMap(({ expr }) => metricsIn(expr)).filter((name) => !known.has(name));
    expect(unknown).toEqual([]);
  });

  it("each have a section of the runbook, which has no other", () => {
    const runbook = read("docs/operations/alerts.md");
    const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
    expect(sections).toEqual(rules.map(({ alert }) => alert));
    for (const { alert, annotations } of rules)
      expect(annotations.runbook_url).toBe(
        `{{ $externalLabels.dashqueue_url }}/docs/operations/alerts#${alert.toLowerCase()}`,
      );
  });

  it.skipIf(!hasPromtool)(
    "fire when they should, and not before (skipped without promtool; run `apt-get install prometheus`)",
    () => {
      const run = (...args: string[]) =>
        execFileSync("promtool", args, { cwd: FOLDER, encoding: "utf8" });
      expect(run("check", "config", "prometheus.yml")).toContain("SUCCESS");
      expect(run("test", "rules", "alerts.test.yml")).toContain("SUCCESS");
      const tested = read("ops/prometheus/alerts.test.yml");
      for (const { alert } of rules) expect(tested).toContain(`alertname: ${alert}\n`);
    },
  );
});
