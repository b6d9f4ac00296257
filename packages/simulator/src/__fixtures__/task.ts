import type { Task } from "../task.ts";

/** 2026-01-02 11:04:05.678 in Beijing. */
export const startTime = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

/** A waiting VACE task, submitted at `startTime`, ready 1 s later, for 10 s of running. */
export function exampleTask(changes: Partial<Task> = {}): Task {
  return {
    id: "0385dc79-5ff8-4d82-bcb6-000000000001",
    requestId: "4909100c-7b5a-9f92-bfe5-000000000001",
    account: "account-1",
    apiKeyId: "123456",
    model: "wan2.1-vace-plus",
    prompt: "a girl in a forest",
    isPromptExtended: false,
    request: { model: "wan2.1-vace-plus", input: { prompt: "a girl in a forest" }, parameters: {} },
    size: null,
    tier: null,
    audio: null,
    outputSeconds: 5,
    inputSeconds: 0,
    images: 0,
    failedImages: 0,
    unitPrice: "0.70",
    currency: "CNY",
    failure: null,
    submittedAt: startTime,
    readyAt: startTime + 1000,
    runningMs: 10_000,
    life: { phase: "waiting" },
    ...changes,
  };
}

/** The same task when it has run from 1 s to 11 s after its submission. */
export function startedTask(changes: Partial<Task> = {}): Task {
  return exampleTask({
    life: { phase: "started", startedAt: startTime + 1000, endsAt: startTime + 11_000, timesOut: false },
    ...changes,
  });
}
