import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";

const ROOT = path.join(import.meta.dirname, "../..");

/** Reads a file of the repository. */
export const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

/** A metric, as the source of a process defines it. */
export interface Metric {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
  readonly help: string;
  /** `worker`, `producer`, `dashboard`, or `every process`. */
  readonly from: string;
  /** Whether every replica shows the same. */
  readonly isShared: boolean;
}

/** Every metric of the apps, in the order of the files that define them. */
export function metricsInSources(): readonly Metric[] {
  const files = globSync("{apps,packages}/*/src/**/*.ts", { cwd: ROOT }).toSorted();
  return files.flatMap((file) => [...read(file).matchAll(METRIC)].map(metricOf(file)));
}

const METRIC =
  /new (Counter|Gauge|Histogram)\(\{\s*name: "(dashqueue_\w+)",\s*help:\s*"([^"]+)",\s*(?:labelNames: \[([^\]]*)\],)?/g;

function metricOf(file: string) {
  const [kind, app] = file.split("/");
  return ([, type = "", name = "", help = "", labels = ""]: RegExpMatchArray): Metric => ({
    name,
    type: type.toLowerCase(),
    labels: [...labels.matchAll(/"(\w+)"/g)].map(([, label = ""]) => label),
    help,
    from: kind === "apps" ? (app ?? "") : "every process",
    isShared: help.includes("over all replicas"),
  });
}

export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook_url: string };
}

/** The rules of `ops/prometheus/alerts.yml`. */
export function alertRules(): readonly Rule[] {
  const { groups } = parse(read("ops/prometheus/alerts.yml")) as {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  };
  return groups.flatMap((group) => group.rules);
}

interface Panel {
  readonly title: string;
  readonly description: string;
  readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
  readonly targets: readonly { readonly expr: string }[];
}

/** A dashboard of `ops/grafana/dashboards`. */
export interface Dashboard {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export function dashboards(): readonly Dashboard[] {
  const files = globSync("ops/grafana/dashboards/*.json", { cwd: ROOT }).toSorted();
  return files.map((file) => JSON.parse(read(file)) as Dashboard);
}

/** The names of the metrics in an expression, without the suffixes of histograms. */
export function metricsIn(expr: string): readonly string[] {
  const names = expr.match(/dashqueue_\w+/g) ?? [];
  return names.map((name) => name.replace(/_(?:bucket|count|sum)$/, ""));
}
