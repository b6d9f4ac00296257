import { expect, it } from "vitest";

import { FAILURE } from "../../test/fixtures/generations.ts";
import { createSigningReport } from "./signing-report.ts";

it("reports once per tenant that its messages cannot be signed, and counts the tenants", () => {
  const lines: unknown[] = [];
  const log = (line: object) => void lines.push(line);
  const { report, count } = createSigningReport({ info: log, error: log } as never);
  report("films", null);
  report("films", FAILURE);
  report("films", FAILURE);
  report("games", FAILURE);
  expect(count()).toBe(2);
  report("films", null);
  report("films", null);
  expect(count()).toBe(1);
  expect(lines).toEqual([
    { event: "webhook-signing-failed", tenant: "films" },
    { event: "webhook-signing-failed", tenant: "games" },
    { event: "webhook-signing-restored", tenant: "films" },
  ]);
});
