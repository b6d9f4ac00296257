import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { GenerationView } from "@dashqueue/queue";
import type { AppProcess, LogLine } from "@dashqueue/testing";
import { waitFor } from "@dashqueue/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { ServedSystem } from "../system.ts";
import { EXAMPLE, prompt, startServedSystem } from "../system.ts";
import { alertRules, dashboards } from "./observability.ts";
import { startCollector } from "./start-collector.ts";
import { hasPrometheus, startPrometheus } from "./start-prometheus.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";

const stack = new AsyncDisposableStack();
let system: ServedSystem;
let worker: AppProcess;
let collector: Awaited<ReturnType<typeof startCollector>>;
let prometheus: Awaited<ReturnType<typeof startPrometheus>> | null = null;
/** Submitted in the trace of a caller, and in none. */
let films: readonly GenerationView[] = [];

beforeAll(async () => {
  collector = stack.use(await startCollector());
  const env = {
    DAILY_SPEND_LIMIT: "1000 CNY",
    DASHSCOPE_EXCLUSIVE: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: "200",
  };
  system = stack.use(await startServedSystem({ env }));
  worker = await system.startWorker();
  if (hasPrometheus())
    prometheus = stack.use(await startPrometheus([worker.url, system.producer.url]));
  const receiver = createServer((_request, response) => response.end()).listen(0, "127.0.0.1");
  stack.defer(() => void receiver.close());
  await once(receiver, "listening");
  const webhook_url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const traceparent = `00-${TRACE}-${CALLER}-01`;
  films = [
    await system.create({ ...prompt("film 1"), webhook_url }, { traceparent }),
    await system.create({ ...prompt("film 2"), webhook_url }),
  ];
  for (const { id } of films) await system.until(id, "succeeded");
});
afterAll(() => stack.disposeAsync());

/** What a system in which nothing goes wrong has no series for. */
const ABSENT: ReadonlyMap<string, string> = new Map([
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
it("has one trace for each generation, over both processes and the calls to the provider", async () => {
  const spansOf = (traceId: string) => collector.spans.filter((span) => span.traceId === traceId);
  const isWhole = (traceId: string) => spansOf(traceId).some(({ name }) => name === "webhook");
  const own = () =>
    collector.spans.find(({ name, traceId }) => name === "accept" && traceId !== TRACE);
  await waitFor(() => isWhole(TRACE) && isWhole(own()?.traceId ?? ""), { timeoutMs: 30_000 });

  for (const traceId of [TRACE, own()?.traceId ?? ""]) {
    const spans = spansOf(traceId);
    const named = (name: string) => spans.filter((span) => span.name === name);
    const [accept] = named("accept");
    expect(accept).toMatchObject({ service: "dashqueue-producer" });
    expect(accept?.parentSpanId).toBe(traceId === TRACE ? CALLER : "");
    for (const name of ["waiting", "submit", "running", "poll", "archive", "webhook"])
      expect(named(name)[0], name).toMatchObject({
        service: "dashqueue-worker",
        parentSpanId: accept?.spanId,
      });
    expect(named("dashscope create")).toMatchObject([{ parentSpanId: named("submit")[0]?.spanId }]);
    const readers = [...named("poll"), ...named("archive")].map(({ spanId }) => spanId);
    for (const { parentSpanId } of named("dashscope get")) expect(readers).toContain(parentSpanId);
    for (const { start, end } of spans) expect(end).toBeGreaterThanOrEqual(start);
  }
  // Neither content nor links (G7).
  expect(collector.text()).not.toMatch(/film \d|https?:/);
});

it("has one trace for a batch that is submitted in a trace", async () => {
  const trace = "0af7651916cd43dd8448eb211c80319c";
  const response = await fetch(`${system.producer.url}/v1/batches`, {
    method: "POST",
    headers: {
      "content-type": "application/jsonl",
      traceparent: `00-${trace}-${CALLER}-01`,
    },
    body: JSON.stringify({ ...EXAMPLE, ...prompt("film 3") }),
  });
  expect(response.status).toBe(202);
  const named = (name: string) =>
    collector.spans.find((span) => span.traceId === trace && span.name === name);
  const isWhole = () => named("archive") !== undefined && named("accept") !== undefined;
  await waitFor(isWhole, { timeoutMs: 30_000 });
  expect(named("accept")).toMatchObject({ service: "dashqueue-producer", parentSpanId: CALLER });
  expect(named("submit")).toMatchObject({ parentSpanId: named("accept")?.spanId });
});

it("logs each step of a generation with its tenant, model, lane and trace", async () => {
  const [film] = films;
  const isAbout = ({ generation_id }: LogLine) => generation_id === film?.id;
  await worker.waitForLog((line) => line.event === "generation-notified" && isAbout(line));
  const about = {
    level: "info",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    tenant: "default",
    model: EXAMPLE.model,
    trace_id: TRACE,
  };
  const lane = `default:${EXAMPLE.model}`;
  expect(system.producer.logs.filter(isAbout)).toMatchObject([
    { event: "generation-accepted", ...about },
  ]);
  expect(worker.logs.filter(isAbout)).toMatchObject([
    { event: "generation-running", stage: "submit", msg: "queued → running", lane, ...about },
    { event: "generation-archiving", stage: "poll", msg: "running → archiving", lane, ...about },
    { event: "generation-succeeded", stage: "archive", cost: { amount: "3.50" }, lane, ...about },
    { event: "generation-notified", stage: "notify", msg: "caller notified", lane, ...about },
  ]);
});
