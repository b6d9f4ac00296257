import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { findFreePort, startChild, waitFor } from "@dashqueue/testing";
import { parse, stringify } from "yaml";

import { read } from "./observability.ts";

interface Prometheus extends AsyncDisposable {
  /** The labels and the value of each series that a query returns. */
  query(expr: string): Promise<readonly Series[]>;
}

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

interface Configuration {
  readonly scrape_configs: readonly [{ readonly job_name: string }];
}

export function hasPrometheus(): boolean {
  try {
    execFileSync("prometheus", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Starts a Prometheus with the configuration of `ops/prometheus` that scrapes these processes. */
export async function startPrometheus(urls: readonly string[]): Promise<Prometheus> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), "dashqueue-prometheus-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const configuration = parse(read("ops/prometheus/prometheus.yml")) as Configuration;
  const targets = urls.map((url) => new URL(url).host);
  const file = path.join(folder, "prometheus.yml");
  await writeFile(
    file,
    stringify({
      ...configuration,
      global: { scrape_interval: "1s", scrape_timeout: "1s" },
      rule_files: [path.join(import.meta.dirname, "../../ops/prometheus/alerts.yml")],
      scrape_configs: [
        { job_name: configuration.scrape_configs[0].job_name, static_configs: [{ targets }] },
      ],
    }),
  );
  const address = `127.0.0.1:${await findFreePort()}`;
  const child = await startChild(
    "prometheus",
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${path.join(folder, "data")}`,
      `--web.listen-address=${address}`,
      "--log.level=warn",
    ],
    { env: { PATH: process.env["PATH"] }, cwd: folder },
  );
  stack.defer(async () => void (await child.stop(10_000)));
  const isReady = () =>
    fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitFor(isReady, { timeoutMs: 30_000 });
  const owned = stack.move();
  return {
    async query(expr) {
      const url = `http://${address}/api/v1/query?${new URLSearchParams({ query: expr }).toString()}`;
      const response = await fetch(url);
      const text = await response.text();
      if (!response.ok) throw new Error(`${expr}: ${text}`);
      return (JSON.parse(text) as { readonly data: { readonly result: readonly Series[] } }).data
        .result;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
