import { expect, test } from "vitest";
import { waitFor } from "./wait-for.ts";

test("returns the first truthy value", async () => {
  const values = [undefined, 0, "", "found", "later"];
  expect(await waitFor(() => values.shift(), { everyMs: 0 })).toBe("found");
});

test("tells the last value when the time is over", async () => {
  await expect(waitFor(async () => null, { timeoutMs: 0 })).rejects.toThrow(
    "still waiting after 0 ms; the last value was null",
  );
});

test("passes an error of the condition on", async () => {
  const failure = new Error("broken");
  await expect(waitFor(() => Promise.reject(failure))).rejects.toBe(failure);
});
