import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { waitFor } from "@dashqueue/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

import { prompt, startServedSystem } from "../system.ts";
import { alertRules, dashboards } from "./observability.ts";
import { hasPrometheus, startPrometheus } from "./start-prometheus.ts";

const stack = new AsyncDisposableStack();
let prometheus: Awaited<ReturnType<typeof startPrometheus>> | null = null;

beforeAll(async () => {
  const env = { DAILY_SPEND_LIMIT: "1000 CNY", DASHSCOPE_EXCLUSIVE: "true" };
  const system = stack.use(await startServedSystem({ env }));
  const worker = await system.startWorker();
  if (hasPrometheus())
    prometheus = stack.use(await startPrometheus([worker.url, system.producer.url]));
  const receiver = createServer((_request, response) => response.end()).listen(0, "127.0.0.1");
  stack.defer(() => void receiver.close());
  await once(receiver, "listening");
  const webhook_url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const films = [
    await system.create({ ...prompt("film 1"), webhook_url }),
    await system.create({ ...prompt("film 2"), webhook_url }),
  ];
  for (const { id } of films) await system.until(id, "succeeded");
});
afterAll(() => stack.disposeAsync());

/** What a system in which nothing goes wrong has no series for. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ["dashqueue_expiry_alarms_total", "every result was archived at once"],
  ["dashqueue_repairs_total", "no job or slot was lost"],
  ["dashqueue_spend_limits_reached_total", "the limit is far away"],
  ['dashqueue_tasks_late_total{adopted="false"}', "no answer was lost"],
]);

/** Alerts that fire for the system of this test. */
const FIRING: ReadonlyMap<string, string> = new Map([
  ["DashqueueRedisNotDurable", "the Redis of the tests does not sync its writes"],
]);

it.skipIf(!hasPrometheus())(
  "has a series for every query of every dashboard and alert (skipped without prometheus; run `apt-get install prometheus`)",
  async () => {
    const query = async (expr: string) => (await prometheus?.query(expr)) ?? [];
    // A rate needs two scrapes of what was counted last.
    const scrapes = "count_over_time(dashqueue_webhook_attempt_duration_seconds_count[1m]) >= 2";
    await waitFor(async () => (await query(scrapes)).length > 0, { timeoutMs: 30_000 });

    const queries = dashboards().flatMap(({ panels }) =>
      panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    );
    const selectors = alertRules().flatMap(
      ({ expr }) => expr.match(/dashqueue_\w+(?:\{[^}]*\})?/g) ?? [],
    );
    const absent = [...ABSENT.keys()].toSorted();
    let empty: readonly string[] = [...new Set([...queries, ...selectors])].toSorted();
    // A scrape that takes too long leaves a gap.
    const allAnswered = async () => {
      const series = await Promise.all(
        empty.map((expr) => query(expr.replaceAll("$__rate_interval", "1m"))),
      );
      empty = empty.filter((_, index) => series[index]?.length === 0);
      return empty.length <= absent.length;
    };
    await waitFor(allAnswered, { timeoutMs: 30_000 }).catch(() => {});
    expect(empty).toEqual(absent);

    const firing: string[] = [];
    for (const { alert, expr } of alertRules())
      if ((await query(expr)).length > 0) firing.push(alert);
    expect(firing).toEqual([...FIRING.keys()]);
  },
);
