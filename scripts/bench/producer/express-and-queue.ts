import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { Queue } from "bullmq";
import express from "express";
import { Redis } from "ioredis";

/** The least that a producer does: parse a body with express, add a job, answer. */
const connection = new Redis(process.env["REDIS_URL"] ?? "");
const queue = new Queue("submit", { connection });
let added = 0;
const app = express().disable("x-powered-by").disable("etag");
app.post("/v1/generations", express.json(), async (request, response) => {
  const { id } = await queue.add("submit", request.body, { jobId: `submit-${(added += 1)}` });
  response.status(202).json({ id });
});
app.get("/metrics", (_request, response) => {
  const { user, system } = process.cpuUsage();
  response.type("text").send(`process_cpu_seconds_total ${(user + system) / 1e6}\n`);
});
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
console.log(JSON.stringify({ event: "baseline-listening", url: `http://127.0.0.1:${port}` }));
