import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { createFilms, startSystem } from "../system.ts";

it("pauses the account with one message, fails nothing, and resumes with the right key", async () => {
  await using system = await startSystem();
  // No probe is in flight while the test looks at what waits.
  const wrong = await system.startWorker({
    DASHSCOPE_API_KEY: "sk-wrong",
    PROBE_INTERVAL_MS: "600000",
  });
  const ids = await createFilms(system, 1, 2, 3);
  await wrong.waitForLog(({ event }) => event === "account-paused");
  // Generations that no worker tried to submit report the reason, too.
  for (const id of ids)
    await waitFor(async () => (await system.get(id)).error?.kind === "authentication", {
      timeoutMs: 60_000,
    });
  const waiting = await Promise.all(ids.map((id) => system.get(id)));
  expect(waiting.map(({ status }) => status)).toEqual(["queued", "queued", "queued"]);
  expect(waiting[0]?.error).toMatchObject({ kind: "authentication", charged: false });
  expect(wrong.logs.filter(({ event }) => event === "account-paused")).toHaveLength(1);
  const ready = await (await fetch(`${wrong.url}/readyz`)).json();
  expect(ready).toMatchObject({
    status: "ok",
    paused: [{ account: "default", kind: "authentication" }],
  });
  expect(wrong.output()).not.toContain("sk-wrong");
  await wrong.stop();

  const right = await system.startWorker();
  for (const id of ids) await system.until(id, "succeeded");
  expect(right.logs.filter(({ event }) => event === "account-resumed")).toHaveLength(1);
});
