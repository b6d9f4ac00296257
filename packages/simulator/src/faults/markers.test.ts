import { expect, test } from "vitest";

import { parseMarkers } from "./markers.ts";

const NONE = {
  fail: null,
  failImages: 0,
  inputSeconds: null,
  pendingMs: null,
  runningMs: null,
  faults: [],
};

test("a plain prompt has no markers", () => {
  expect(parseMarkers("a girl [in a forest] [sim] [sim:unknown 5]")).toEqual(NONE);
});

test("reads every marker", () => {
  const prompt =
    "a [sim:fail DataInspectionFailed] b [sim:input-seconds 3.2][sim:fail-images 2][sim:pending-ms 10] [sim:running-ms 20]";
  expect(parseMarkers(prompt)).toEqual({
    fail: { code: "DataInspectionFailed" },
    failImages: 2,
    inputSeconds: 3.2,
    pendingMs: 10,
    runningMs: 20,
    faults: [],
  });
  expect(
    parseMarkers("[sim:fault lost-answer] [sim:fault nonsense][sim:fault regress]").faults,
  ).toEqual(["lost-answer", "regress"]);
});

test("accepts a failure without code, ignores invalid numbers, and uses the last marker", () => {
  expect(parseMarkers("[sim:fail] [sim:pending-ms soon]")).toEqual({
    ...NONE,
    fail: { code: null },
  });
  expect(parseMarkers("[sim:fail A] [sim:fail B.C]").fail).toEqual({ code: "B.C" });
});
