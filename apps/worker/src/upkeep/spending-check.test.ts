import { createLogger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { createSpendingCheck } from "./spending-check.ts";

it("corrects what tenants have spent at first and once an hour, and names them", async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const days: string[] = [];
  let now = START;
  const check = createSpendingCheck({
    store: {
      async correctSums(today) {
        days.push(today);
        return [{ tenant: "films", currency: "CNY" }];
      },
    },
    logger: createLogger("test", { level: "info", pretty: false, destination }),
    now: () => now,
  });
  for (const ms of [0, 3_599_999, 1]) {
    now += ms;
    await check();
  }
  expect(days).toHaveLength(2);
  expect(lines.map((line) => JSON.parse(line) as object)[0]).toMatchObject({
    level: "warn",
    event: "spending-corrected",
    tenant: "films",
  });
});
