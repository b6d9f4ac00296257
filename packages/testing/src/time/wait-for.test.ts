import { expect, it } from "vitest";

import { waitFor } from "./wait-for.ts";

it("returns the first truthy value", async () => {
  const values = [undefined, 0, "", "found", "later"];
  expect(await waitFor(() => values.shift(), { everyMs: 0 })).toBe("found");
});

it("reports the last value after the timeout", async () => {
  await expect(waitFor(async () => null, { timeoutMs: 0 })).rejects.toThrow(
    "condition not met within 0 ms; last value: null",
  );
});

it("rejects with the error of the condition", async () => {
  const failure = new Error("broken");
  await expect(waitFor(() => Promise.reject(failure))).rejects.toBe(failure);
});
