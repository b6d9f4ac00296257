import { describe, expect, it } from "vitest";

import { readRequest } from "./read-request.ts";

describe("readRequest", () => {
  it.each([null, "a girl", [], { input: {} }, { model: "", input: {} }, { model: 7 }])(
    "requires a model in %j",
    (body) => {
      expect(readRequest(body)).toMatchObject({
        ok: false,
        problems: [{ path: "model", message: "is required" }],
      });
    },
  );

  it.each([
    ["sora", ": see the list of models"],
    ["wan2.6-t2vv", ": did you mean wan2.6-t2v, wan2.6-i2v, or wan2.6-r2v?"],
    ["Wan2.7-VideoEdit", ": did you mean wan2.7-videoedit?"],
    ["happyhorse", ": did you mean happyhorse-1.1-t2v, happyhorse-1.1-i2v, or happyhorse-1.1-r2v?"],
    ["x".repeat(1_000), ": see the list of models"],
  ])("suggests models for the unknown %s", (model, suggestion) => {
    const message = `${model} is not a known model${suggestion}`;
    expect(readRequest({ model, input: {} })).toMatchObject({
      problems: [{ path: "model", message }],
    });
  });

  const request = (prompt: unknown) => ({ model: "wan2.6-t2v", input: { prompt } });

  it("names texts that could come back altered", () => {
    expect(readRequest({ ...request("a\u0000"), parameters: { size: "\ud800" } })).toMatchObject({
      problems: [
        { path: "input.prompt", message: expect.stringContaining("U+0000") },
        { path: "parameters.size", message: expect.stringContaining("U+D800") },
      ],
    });
  });

  it("refuses a body that is nested too deeply", () => {
    const deep: unknown = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));
    expect(readRequest(request(deep))).toEqual({
      ok: false,
      problems: [{ path: "", message: "must not be nested deeper than 32 levels" }],
    });
  });
});
