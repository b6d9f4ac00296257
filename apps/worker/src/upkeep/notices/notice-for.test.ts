import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS, START } from "../../../test/fixtures/generations.ts";
import { noticeFor } from "./notice-for.ts";

const { queued, archiving, running } = GENERATIONS;
const HOUR_MS = 60 * 60 * 1000;
const arrears = { ...FAILURE, kind: "arrears" } as const;
const spendLimit = { ...FAILURE, kind: "spend_limit" } as const;
const expiringIn = (hours: number, alarmedAtHours: number | null = null) => ({
  ...archiving,
  alarmedAtHours,
  result: { ...archiving.result, expiresAt: START + hours * HOUR_MS },
});

describe("noticeFor", () => {
  it.each([
    [7, null, null],
    [6, null, 6],
    [3, 6, null],
    [2, 6, 2],
    [1, null, 2],
    [1, 2, null],
    [-1, 2, null],
  ])("with %s hours left after the alarm at %s raises the alarm at %s", (hours, last, expected) => {
    expect(noticeFor(expiringIn(hours, last), null, START)).toEqual(
      expected === null ? null : { kind: "expiry-near", hoursLeft: expected },
    );
  });

  it.each([
    [1.9, null],
    [0.5, 0.5],
    [0.1, 0.25],
  ])("with %s hours left to a link that lives for 2 raises the alarm at %s", (hours, expected) => {
    const archiving = expiringIn(hours);
    const request = { ...archiving.request, model: "Tripo/Tripo-H3.1" };
    expect(noticeFor({ ...archiving, request }, null, START)).toEqual(
      expected === null ? null : { kind: "expiry-near", hoursLeft: expected },
    );
  });

  it("notes once that the account is paused, and once that it resumed", () => {
    expect(noticeFor(queued, arrears, START)).toEqual({ kind: "account-paused", failure: arrears });
    expect(noticeFor({ ...queued, delayed: arrears }, arrears, START)).toBeNull();
    expect(noticeFor({ ...queued, delayed: arrears }, null, START)).toEqual({
      kind: "account-resumed",
    });
    expect(noticeFor({ ...queued, delayed: FAILURE }, null, START)).toBeNull();
    expect(noticeFor(running, arrears, START)).toBeNull();
  });

  it("records once which limit of its tenant keeps it waiting, and once that none does any more", () => {
    const failure = { ...FAILURE, kind: "tenant_limit", code: "daily_spend" } as const;
    expect(noticeFor(queued, failure, START)).toEqual({ kind: "tenant-limit-reached", failure });
    const waiting = { ...queued, delayed: failure };
    expect(noticeFor(waiting, failure, START)).toBeNull();
    expect(noticeFor(waiting, { ...failure, message: "that of the month" }, START)).not.toBeNull();
    expect(noticeFor(waiting, null, START)).toEqual({ kind: "tenant-limit-lifted" });
  });

  it.each(["storage", "download"] as const)(
    "notes once that no result can be collected because of %s, and once that one can (G11)",
    (kind) => {
      const failure = { ...FAILURE, kind };
      expect(noticeFor(queued, failure, START)).toEqual({ kind: "collection-blocked", failure });
      const blocked = { ...queued, delayed: failure };
      expect(noticeFor(blocked, failure, START)).toBeNull();
      expect(noticeFor(blocked, null, START)).toEqual({ kind: "collection-unblocked" });
    },
  );

  it("notes each new reason why a lane is closed", () => {
    const closed = { ...FAILURE, kind: "unchecked" } as const;
    const waiting = { ...queued, delayed: closed };
    const changed = { ...closed, message: "unowned tasks" };
    expect(noticeFor(waiting, closed, START)).toBeNull();
    expect(noticeFor(waiting, changed, START)).toEqual({ kind: "lane-closed", failure: changed });
  });

  it("distinguishes a reached spend limit from a paused account", () => {
    const limited = { ...queued, delayed: spendLimit };
    expect(noticeFor(queued, spendLimit, START)).toEqual({
      kind: "spend-limit-reached",
      failure: spendLimit,
    });
    expect(noticeFor(limited, spendLimit, START)).toBeNull();
    expect(noticeFor(limited, null, START)).toEqual({ kind: "spend-limit-lifted" });
    expect(noticeFor(limited, arrears, START)).toEqual({
      kind: "account-paused",
      failure: arrears,
    });
  });
});
