import { describe, expect, it } from "vitest";

import { FAILURE } from "../../test/fixtures/generations.ts";
import type { FailureKind } from "../failure/failure.ts";
import { noticeThatBegins, noticeThatEnds } from "./wait-notices.ts";

const failure = (kind: FailureKind) => ({ ...FAILURE, kind });

describe("the notices of a wait", () => {
  it.each<[FailureKind, string, string]>([
    ["arrears", "account-paused", "account-resumed"],
    ["spend_limit", "spend-limit-reached", "spend-limit-lifted"],
    ["tenant_limit", "tenant-limit-reached", "tenant-limit-lifted"],
    ["storage", "collection-blocked", "collection-unblocked"],
    ["download", "collection-blocked", "collection-unblocked"],
    ["unchecked", "lane-closed", "lane-opened"],
  ])("for %s are %s and %s", (kind, begins, ends) => {
    expect(noticeThatBegins(failure(kind))).toBe(begins);
    expect(noticeThatEnds({ delayed: failure(kind) })).toBe(ends);
  });

  it("do not end a wait for a free slot or for another attempt", () => {
    expect(noticeThatEnds({ delayed: null })).toBeNull();
    expect(noticeThatEnds({ delayed: failure("rate_limited") })).toBeNull();
  });

  it("name the account if a failure that usually passes blocks every generation", () => {
    expect(noticeThatBegins(failure("provider_error"))).toBe("account-paused");
  });
});
