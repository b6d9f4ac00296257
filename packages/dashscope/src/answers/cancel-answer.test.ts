import { describe, expect, it } from "vitest";

import { answer, error } from "../../test/fixtures/http-answers.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import { readCancelAnswer } from "./cancel-answer.ts";

const NOW = Date.UTC(2026, 10, 22);

describe("readCancelAnswer", () => {
  it.each<[HttpAnswer, string]>([
    [answer(200, { request_id: "request-1" }), "canceled"],
    [answer(400, error("UnsupportedOperation")), "refused"],
    [answer(429, error("Throttling.RateQuota")), "unavailable"],
    [answer(401, error("InvalidApiKey")), "unavailable"],
    [answer(500, "<html>"), "unavailable"],
  ])("reads %j as %s", (given, kind) => {
    expect(readCancelAnswer(given, NOW).kind).toBe(kind);
  });
});
