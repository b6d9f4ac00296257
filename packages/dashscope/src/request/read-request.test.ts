import { describe, expect, it } from "vitest";

import { readRequest } from "./read-request.ts";

describe("readRequest", () => {
  it.each([null, "a girl", [], { input: {} }, { model: "", input: {} }, { model: 7 }])(
    "requires a model in %j",
    (body) => {
      expect(readRequest(body)).toMatchObject({
        ok: false,
        problems: [{ path: "model", message: expect.stringMatching(/^is required: use one of /) }],
      });
    },
  );

  it("lists the known models when the model is unknown", () => {
    expect(readRequest({ model: "sora", input: {} })).toMatchObject({
      problems: [
        {
          path: "model",
          message: expect.stringMatching(/^sora is not a known model: use one of .*wan2\.6-t2v/),
        },
      ],
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
