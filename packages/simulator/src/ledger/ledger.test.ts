import { describe, expect, test } from "vitest";

import { exampleTask, startedTask, START_TIME } from "../../test/fixtures/task.ts";
import { ledgerOf } from "./ledger.ts";

const END = START_TIME + 11_000;
const canceled = exampleTask({ id: "canceled", life: { phase: "canceled", at: START_TIME + 500 } });

describe("ledgerOf", () => {
  test("charges only successes", () => {
    const tasks = [
      startedTask(),
      startedTask({ failure: { code: null, message: null } }),
      exampleTask(),
      canceled,
      startedTask({ units: 3.2 }),
    ];
    const ledger = ledgerOf(tasks, END);
    expect(ledger.entries.map(({ quoted, charged }) => [quoted, charged])).toEqual([
      ["3.50", "3.50"],
      ["3.50", "0.00"],
      ["3.50", "0.00"],
      ["3.50", "0.00"],
      ["2.24", "2.24"],
    ]);
    expect(ledger.totalCharged).toBe("5.74");
    expect(ledger.totalQuoted).toBe("16.24");
  });

  test("names the task, account and price", () => {
    const { id, requestId, account, model, prompt, submittedAt } = exampleTask();
    expect(ledgerOf([exampleTask()], END).entries).toEqual([
      {
        taskId: id,
        requestId,
        account,
        model,
        prompt,
        submittedAt,
        status: "PENDING",
        quoted: "3.50",
        charged: "0.00",
        currency: "CNY",
      },
    ]);
  });

  test("charges a task at its end", () => {
    expect(ledgerOf([startedTask()], END - 1).totalCharged).toBe("0.00");
  });
});
