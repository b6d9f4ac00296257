import { expect, it } from "vitest";

import { createRecurringWarning } from "./recurring-warning.ts";

it("warns once a minute of what recurs, with how often it did", () => {
  let now = 0;
  const lines: unknown[] = [];
  const warn = createRecurringWarning(
    { warn: (fields: unknown, message?: unknown) => void lines.push([fields, message]) },
    () => now,
  );
  const refused = "connect ECONNREFUSED 127.0.0.1:6379";
  for (; now < 60_000; now += 2_000) {
    warn({ event: "redis-error" }, refused);
    for (const queue of ["submit-a", "submit-b"]) warn({ event: "queue-error", queue }, refused);
  }
  // Another cause is news at once.
  warn({ event: "redis-error" }, "READONLY");
  expect(lines).toEqual([
    [{ event: "redis-error" }, refused],
    [{ event: "queue-error", queue: "submit-a" }, refused],
    [{ event: "redis-error" }, "READONLY"],
  ]);

  warn({ event: "queue-error", queue: "submit-b" }, refused);
  expect(lines.at(-1)).toEqual([{ event: "queue-error", queue: "submit-b", repeats: 59 }, refused]);

  now += 3_600_000;
  warn({ event: "redis-error" }, "READONLY");
  warn({ event: "redis-error" }, refused);
  expect(lines.slice(-2)).toEqual([
    [{ event: "redis-error" }, "READONLY"],
    [{ event: "redis-error" }, refused],
  ]);
});
