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
});
