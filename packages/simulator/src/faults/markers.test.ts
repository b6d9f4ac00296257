import { expect, test } from "vitest";

import { parseMarkers } from "./markers.ts";

const none = {
  fail: null,
  failImages: 0,
  inputSeconds: null,
  pendingMs: null,
  runningMs: null,
  faults: [],
};

test("an ordinary prompt asks for nothing", () => {
  expect(parseMarkers("a girl [in a forest] [sim] [sim:unknown 5]")).toEqual(none);
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

test("a failure may have no code; a broken number is plain text; the last of two counts", () => {
  expect(parseMarkers("[sim:fail] [sim:pending-ms soon]")).toEqual({
    ...none,
    fail: { code: null },
  });
  expect(parseMarkers("[sim:fail A] [sim:fail B.C]").fail).toEqual({ code: "B.C" });
});
