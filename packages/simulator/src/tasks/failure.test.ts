import { expect, it } from "vitest";

import { failureOfCode } from "./failure.ts";

it("has the provider's message for a known code", () => {
  expect(failureOfCode("InternalError.Upload").message).toBe("Failed to upload result.");
});

it.each(["MadeUp", ...Object.getOwnPropertyNames(Object.prototype)])(
  "has a text for %s",
  (code) => {
    expect(failureOfCode(code)).toEqual({
      code,
      message: "The task failed because its prompt asked for it.",
    });
  },
);
