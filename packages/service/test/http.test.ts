import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect } from "node:net";

import express from "express";
import type { Express } from "express";
import { Counter, Gauge, Registry } from "prom-client";
import { afterEach, expect, it } from "vitest";

import {
  createLogger,
  healthRouter,
  listen,
  noApiHandler,
  notFoundHandler,
  problemHandler,
} from "../src/index.ts";
import type { Listening } from "../src/index.ts";

const opened: Listening[] = [];
const lines: Record<string, unknown>[] = [];
const destination = {
  write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
};
const logger = createLogger("test", { level: "info", pretty: false, destination });

afterEach(async () => {
  lines.length = 0;
  await Promise.all(opened.splice(0).map((listening) => listening.close()));
});

async function serve(build: (app: Express) => void): Promise<string> {
  const app = express();
  build(app);
  app.use(notFoundHandler, problemHandler(logger));
  const listening = await listen(app, { HOST: "127.0.0.1", APP_PORT: 0 }, "APP_PORT");
  opened.push(listening);
  return listening.url;
}

it("reports a port that is in use", async () => {
  const { port } = new URL(await serve(() => {}));
  await expect(
    listen(() => {}, { HOST: "127.0.0.1", APP_PORT: Number(port) }, "APP_PORT"),
  ).rejects.toThrow(
    `Cannot listen on 127.0.0.1:${port}: another process uses this port. Stop it, or set APP_PORT to another port.`,
  );
});

it("says where the API is, in a process without it", async () => {
  const url = await serve((app) => app.use(noApiHandler));
  const answer = await fetch(`${url}/v1/generations`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({
    detail: expect.stringContaining("PRODUCER_PORT") as string,
  });
});

it("puts an IPv6 address into brackets in the URL", async () => {
  const listening = await listen(() => {}, { HOST: "::1", APP_PORT: 0 }, "APP_PORT");
  expect(listening.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  await listening.close();
});

it("waits for open requests but not for idle connections when it closes", async () => {
  const received = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const listening = await listen(
    (incoming, response) => {
      if (incoming.url !== "/slow") return void response.end("quick");
      received.resolve();
      return void released.promise.then(() => response.end("slow"));
    },
    { HOST: "127.0.0.1", APP_PORT: 0 },
    "APP_PORT",
  );
  const agent = new Agent({ keepAlive: true, keepAliveMsecs: 60_000 });
  const read = (path: string) =>
    new Promise<string>((resolve, reject) => {
      request(listening.url + path, { agent }, (answer) => {
        answer.setEncoding("utf8").on("data", resolve);
      })
        .on("error", reject)
        .end();
    });
  const slow = read("/slow");
  await received.promise;
  expect(await read("/")).toBe("quick");
  const closed = listening.close();
  expect(listening.close()).toBe(closed);
  released.resolve();
  expect(await slow).toBe("slow");
  await closed;
  agent.destroy();
});

it("does not wait for connections without a complete request when it closes", async () => {
  const listening = await listen(() => {}, { HOST: "127.0.0.1", APP_PORT: 0 }, "APP_PORT");
  const { port, hostname } = new URL(listening.url);
  const sockets = [connect(Number(port), hostname), connect(Number(port), hostname)];
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  sockets[1]!.write("GET / HTTP/1.1\r\nHost: h");
  const closed = sockets.map(
    (socket) => new Promise((resolve) => socket.on("error", () => {}).on("close", resolve)),
  );
  await listening.close();
  expect(await Promise.all(closed)).toHaveLength(2);
});

it("serves liveness, readiness and metrics", async () => {
  const registry = new Registry();
  new Counter({ name: "things_total", help: "Things.", registers: [registry] }).inc(3);
  const answers = [
    async () => true,
    async () => false,
    () => Promise.reject(new Error("away")),
    () => new Promise<boolean>(() => {}),
  ];
  const ready = async () => answers.shift()!();
  const url = await serve((app) => app.use(healthRouter({ ready, registry })));
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok" });
  const statuses = [];
  for (let left = answers.length; left > 0; left -= 1)
    statuses.push((await fetch(`${url}/readyz`)).status);
  expect(statuses).toEqual([200, 503, 503, 503]);
  const metrics = await fetch(`${url}/metrics`);
  expect(metrics.headers.get("content-type")).toContain("text/plain");
  expect(await metrics.text()).toContain("things_total 3");
});

it("serves the metrics that need no Redis while Redis is away, and says that it is not ready", async () => {
  const registry = new Registry();
  new Counter({ name: "things_total", help: "Things.", registers: [registry] }).inc(3);
  let isAway = true;
  let reads = 0;
  const gauge = (name: string, away: () => Promise<void>) =>
    new Gauge({
      name,
      help: "Read from Redis.",
      registers: [registry],
      async collect() {
        if (isAway) await away();
        this.set(7);
      },
    });
  const back = Promise.withResolvers<void>();
  gauge("patient", () => {
    reads += 1;
    return back.promise;
  });
  gauge("impatient", () => Promise.reject(new Error("Connection is closed.")));
  const ready = async () => !isAway;
  const url = await serve((app) => app.use(healthRouter({ ready, registry })));
  const scrape = async () => (await fetch(`${url}/metrics`)).text();

  // Two scrapes share what hangs.
  const [first, second] = await Promise.all([scrape(), scrape()]);
  for (const text of [first, second]) {
    expect(text).toContain("things_total 3");
    expect(text).toContain("dashqueue_ready 0");
    expect(text).not.toMatch(/patient/);
  }
  expect(await scrape()).toContain("things_total 3");
  expect(reads).toBe(1);

  isAway = false;
  back.resolve();
  const text = await scrape();
  for (const line of ["dashqueue_ready 1", "\npatient 7", "\nimpatient 7"])
    expect(text).toContain(line);
});

it("answers a scrape with 500 if a metric has a bug", async () => {
  const registry = new Registry();
  const collect = () => Promise.reject(new Error("bug"));
  new Gauge({ name: "things", help: "Things.", registers: [registry], collect });
  const url = await serve((app) => app.use(healthRouter({ ready: async () => true, registry })));
  expect((await fetch(`${url}/metrics`)).status).toBe(500);
  expect(lines).toMatchObject([{ level: "error" }]);
});

it("answers errors with problem+json that reveals nothing of a bug (G7)", async () => {
  const url = await serve((app) => {
    app.use(express.json({ limit: 10 }));
    app.get("/bug", () => {
      throw new Error("s3cr3t", { cause: new Error("deeper") });
    });
    app.get("/away", () => Promise.reject(new Error("Connection is closed.")));
    app.get("/things/:name", (_request, response) => void response.end());
    app.get("/half", (_request, response) => {
      response.write("half");
      throw new Error("too late");
    });
  });
  const ask = async (path: string, options?: RequestInit) => {
    const answer = await fetch(url + path, options);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    return [answer.status, await answer.json(), answer.headers.get("retry-after")];
  };
  const post = (body: string, type = "application/json") =>
    ask("/", { method: "POST", body, headers: { "content-type": type } });

  expect(await ask("/nowhere")).toMatchObject([404, { status: 404, title: "Not Found" }, null]);
  expect(await ask("/things/%E0%A4")).toMatchObject([400, { title: "Bad Request" }, null]);
  expect(await post("{")).toMatchObject([400, { detail: "The body is not valid JSON." }, null]);
  expect(await post('"0123456789"')).toMatchObject([
    413,
    { detail: "The body is larger than 10 bytes." },
    null,
  ]);
  expect(await post("{}", "application/json; charset=koi8")).toMatchObject([415, {}, null]);
  expect(lines).toEqual([]);

  expect(await ask("/away")).toMatchObject([503, { title: "Service Unavailable" }, "2"]);
  const bug = await ask("/bug");
  expect(bug[0]).toBe(500);
  expect(JSON.stringify(bug)).not.toContain("s3cr3t");
  await expect(fetch(`${url}/half`).then((answer) => answer.text())).rejects.toThrow("terminated");
  expect(lines.map((line) => line["event"])).toEqual([
    "redis-away",
    "request-failed",
    "request-failed",
  ]);
  expect(JSON.stringify(lines[1])).toContain("deeper");
});
