import { createLogger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { createRepairReport } from "./repair-report.ts";

it("names the tenant, the model, the lane and the trace of a generation", () => {
  const lines: unknown[] = [];
  const counts: unknown[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const report = createRepairReport(
    createLogger("test", { level: "info", pretty: false, destination }),
    {
      repaired: (what) => void counts.push(what),
      expiryAlarm: (hoursLeft) => void counts.push(hoursLeft),
    },
    true,
  );
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const archiving = { ...GENERATIONS.archiving, traceparent };
  report.jobRestored(archiving);
  report.noticed(archiving, { kind: "expiry-near", hoursLeft: 2 });
  const { id, tenant, request } = archiving;
  const about = {
    generation_id: id,
    tenant,
    model: request.model,
    trace_id: "4bf92f3577b34da6a3ce929d0e0e4736",
  };
  expect(lines).toMatchObject([
    { level: "warn", event: "job-repaired", ...about, status: "archiving" },
    { level: "error", event: "expiry-near", ...about, hours_left: 2 },
  ]);
  expect(counts).toEqual(["job", 2]);
});
