import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const ROOT = path.join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const FOLDER = path.join(ROOT, "ops/prometheus");

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook_url: string };
}

const { groups } = parse(read("ops/prometheus/alerts.yml")) as {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

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
    const files = globSync("{apps,packages}/*/src/**/*.ts", { cwd: ROOT });
    const known = new Set(
      files.flatMap((file) =>
        [...read(file).matchAll(/name: "(dashqueue_\w+)"/g)].map(([, name]) => name),
      ),
    );
    const used = rules.flatMap(({ expr }) => expr.match(/dashqueue_\w+/g) ?? []);
    const unknown = used.filter((name) => !known.has(name.replace(/_bucket$/, "")));
    expect(unknown).toEqual([]);
  });

  it("each have a section of the runbook, which has no other", () => {
    const runbook = read("docs/operations/alerts.md");
    const sections = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
    expect(sections).toEqual(rules.map(({ alert }) => alert));
    for (const { alert, annotations } of rules)
      expect(annotations.runbook_url).toBe(`docs/operations/alerts.md#${alert.toLowerCase()}`);
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
