import { Readable } from "node:stream";

import { archivedRecordOf, isEnded, recordPlace } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { MODEL, startDashboard } from "./running-dashboard.ts";

it("shows an open and a terminal generation", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const waiting = await dashboard.get(`/generations/${id}`);
  expect(waiting.status).toBe(200);
  expect(waiting.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const page = await waiting.text();
  expect(page).toContain(`<h1>${id}</h1>`);
  expect(page).toContain('http-equiv="refresh"');
  expect(page).toContain("generation accepted");
  expect(page).toContain(`/queues/queue/submit-${MODEL}/submit-${id}`);

  await dashboard.producer.cancel(id);
  const ended = await (await dashboard.get(`/generations/${id}`)).text();
  expect(ended).toContain("cancel confirmed");
  expect(ended).not.toContain('http-equiv="refresh"');
});

it("shows a generation that Redis has forgotten, from the archive", async () => {
  await using dashboard = await startDashboard();
  const { store } = dashboard.producer;
  const { id } = await dashboard.enqueue();
  await dashboard.producer.cancel(id);
  const ended = await store.get(id);
  if (ended === null || !isEnded(ended)) throw new Error("it has not ended");
  const record = JSON.stringify(archivedRecordOf(ended, await store.events(id)));
  const bytes = Readable.from([Buffer.from(record)]);
  await dashboard.archive.write(recordPlace(id), bytes, { contentType: "application/json" });
  const shown = async () => (await dashboard.get(`/generations/${id}`)).text();
  const before = await shown();
  await store.forget(id);
  expect(await shown()).toBe(before);
  expect(before).toContain("cancel confirmed");
});

it("answers 404 for an unknown generation", async () => {
  await using dashboard = await startDashboard();
  for (const path of ["/generations/gen_1", "/generations/%3Cscript%3E"]) {
    const answer = await dashboard.get(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("There is no generation with this id,");
  }
});

it("answers 500 for an unreadable record, and reveals nothing of it (G7)", async () => {
  await using dashboard = await startDashboard();
  await dashboard.redis.hset(`${dashboard.prefix}:generation:gen_1`, "record", '{"s3cr3t":1}');
  const answer = await dashboard.get("/generations/gen_1");
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("s3cr3t");
  expect(dashboard.log.map(({ event }) => event)).toContain("request-failed");
});
