import { describe, expect, it } from "vitest";

import { readCall, routeOf } from "./call.ts";

describe("readCall", () => {
  const read = (headers: Record<string, string>) => readCall((name) => headers[name]);

  it("reads the headers to pass on", () => {
    expect(read({})).toEqual({ ok: true, call: { workspace: null, dataInspection: null } });
    expect(
      read({
        "X-DashScope-WorkSpace": "llm-1",
        "X-DashScope-DataInspection": '{"input":"cip","output":"cip"}',
      }),
    ).toEqual({
      ok: true,
      call: { workspace: "llm-1", dataInspection: '{"input":"cip","output":"cip"}' },
    });
  });

  it.each(["a\tb", "\u00e9", "x".repeat(257)])("refuses the value %j", (value) => {
    expect(read({ "X-DashScope-WorkSpace": value })).toEqual({
      ok: false,
      problem: "X-DashScope-WorkSpace must be at most 256 printable ASCII characters",
    });
  });
});

describe("routeOf", () => {
  const KEYFRAMES = "/services/aigc/image2video/video-synthesis";
  const VIDEO = "/services/aigc/video-generation/video-synthesis";
  const known = { path: KEYFRAMES, isPathKnown: true };
  const unknown = { path: VIDEO, isPathKnown: false };
  const right = (path: string | null) => ({ kind: "right", path });
  const wrong = { kind: "wrong" };

  it.each([
    [KEYFRAMES, known, true, right(null)],
    [VIDEO, known, false, right(null)],
    [VIDEO, known, true, wrong],
    ["/services/aigc/text2image/image-synthesis", known, false, wrong],
    [
      "/services/audio/asr/transcription",
      unknown,
      true,
      right("/services/audio/asr/transcription"),
    ],
    ["/services/a/v1.5", unknown, true, right("/services/a/v1.5")],
    ["/services/a/../tasks", unknown, true, wrong],
    ["/services/a%2fb", unknown, true, wrong],
    ["/services/a/b/c/d/e/f/g", unknown, true, wrong],
    ["/services", unknown, true, wrong],
    [VIDEO, undefined, true, right(null)],
  ])("finds for %s that %j, strict: %s, is %j", (path, model, isStrict, route) => {
    expect(routeOf(path, model, isStrict)).toEqual(route);
  });
});
