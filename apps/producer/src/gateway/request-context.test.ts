import { describe, expect, it } from "vitest";

import { readRequestContext } from "./request-context.ts";

describe("readRequestContext", () => {
  const read = (headers: Record<string, string>) => readRequestContext((name) => headers[name]);

  it("reads the headers to pass on", () => {
    expect(read({})).toEqual({ ok: true, context: { workspace: null, dataInspection: null } });
    expect(
      read({
        "X-DashScope-WorkSpace": "llm-1",
        "X-DashScope-DataInspection": '{"input":"cip","output":"cip"}',
      }),
    ).toEqual({
      ok: true,
      context: { workspace: "llm-1", dataInspection: '{"input":"cip","output":"cip"}' },
    });
  });

  it.each(["a\tb", "\u00e9", "x".repeat(257)])("refuses the value %j", (value) => {
    expect(read({ "X-DashScope-WorkSpace": value })).toEqual({
      ok: false,
      problem: "X-DashScope-WorkSpace must be at most 256 printable ASCII characters",
    });
  });
});
