import { describe, expect, it } from "vitest";

import { createRouteOf } from "./create-route.ts";

describe("createRouteOf", () => {
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
    expect(createRouteOf(path, model, isStrict)).toEqual(route);
  });
});
