import { describe, expect, test } from "vitest";

import { mustOpen } from "../../test/fixtures/create-request.ts";
import { createText } from "../../test/fixtures/create-text.ts";
import { findProblems } from "./problems.ts";

describe("findProblems", () => {
  const opened = mustOpen(createText({ parameters: { obj_or_bg: ["obj", "bg"], size: "1*1" } }));
  const size = expect.objectContaining({ code: "InvalidParameter" }) as unknown;

  test("refuses the request by default", () => {
    expect(findProblems(opened, new Set())).toEqual({ refusal: size, failure: null });
  });

  test("fails the task for an asynchronous check", () => {
    const asyncChecks = new Set(["image_reference: parameters.size one-of"]);
    expect(findProblems(opened, asyncChecks)).toEqual({ refusal: null, failure: size });
  });
});
