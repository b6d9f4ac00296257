import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { createFilms, startSystem } from "../../system.ts";

it("stops submitting with one message, fails nothing, and resumes with the right key", async () => {
  await using system = await startSystem();
  // No probe is in flight while the test looks at what waits.
  const wrong = await system.startWorker({
    DASHSCOPE_API_KEY: "sk-wrong",
    PROBE_INTERVAL_MS: "600000",
  });
  const ids = await createFilms(system, 1, 2, 3);
  await wrong.waitForLog(({ event }) => event === "api-key-refused");
  // Generations that no worker tried to submit report the reason, too.
  for (const id of ids)
    await waitFor(async () => (await system.get(id)).error?.kind === "authentication", {
      timeoutMs: 60_000,
    });
  const waiting = await Promise.all(ids.map((id) => system.get(id)));
  expect(waiting.map(({ status }) => status)).toEqual(["queued", "queued", "queued"]);
  expect(waiting[0]?.error).toMatchObject({ kind: "authentication", charged: false });
  expect(wrong.logs.filter(({ event }) => event === "api-key-refused")).toHaveLength(1);
  const ready = await (await fetch(`${wrong.url}/readyz`)).json();
  expect(ready).toMatchObject({
    status: "ok",
    paused: [{ account: "default", kind: "authentication" }],
  });
  expect(wrong.output()).not.toContain("sk-wrong");
  await wrong.stop();

  await system.startWorker();
  for (const id of ids) await system.until(id, "succeeded");
  expect((await system.get(ids[0]!)).error).toBeNull();
});

it("does not hold up workers whose key works", async () => {
  await using system = await startSystem();
  const wrong = await system.startWorker({ DASHSCOPE_API_KEY: "sk-wrong" });
  const first = await createFilms(system, 1);
  await wrong.waitForLog(({ event }) => event === "api-key-refused");
  const right = await system.startWorker();
  const more = await createFilms(system, 2, 3, 4, 5, 6);
  for (const id of [...first, ...more])
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({ status: "succeeded" });
  expect(right.logs.filter(({ event }) => event === "account-paused")).toEqual([]);
  expect(wrong.logs.filter(({ event }) => event === "api-key-refused")).toHaveLength(1);
});
