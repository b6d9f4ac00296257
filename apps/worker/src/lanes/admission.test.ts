import { findModel } from "@dashqueue/dashscope";
import type { Change, Changed, Refused } from "@dashqueue/queue/internal";
import { NO_SPEND_LIMITS } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { FAILURE, GENERATIONS, WAITS } from "../../test/fixtures/generations.ts";
import type { Account } from "../accounts/accounts.ts";
import type { Brought } from "../accounts/bring-uploads.ts";
import type { AdmissionPorts } from "./admission.ts";
import { admit } from "./admission.ts";

const { queued, submitting, running, failed } = GENERATIONS;
const BASE_URL = "https://dashscope.aliyuncs.com/api/v1";
const ACCOUNT: Account = { name: "default", apiKey: "", baseUrl: BASE_URL, weight: 1, limits: {} };
const LANE = { account: "default", model: "wan2.1-vace-plus" };
const LIMITS = { maxInFlight: 1, intervalMs: 1, probeMs: 1, raiseMs: 1 };
const never = new AbortController().signal;
const urls = new Map([["upload://upl_1", "oss://a/1.png"]]);
const ready: Brought = { kind: "ready", urls };

interface Given {
  readonly begun?: Changed | Refused;
  readonly brought?: Brought;
  readonly recorded?: Changed;
  readonly collectable?: boolean;
  readonly signal?: AbortSignal;
}

async function ask({
  begun = { kind: "changed", generation: submitting },
  brought = ready,
  recorded = { kind: "changed", generation: queued },
  collectable = true,
  signal = never,
}: Given) {
  const log: unknown[] = [];
  const changes: Change[] = [];
  const ports: AdmissionPorts = {
    bringUploads: async () => {
      log.push("uploads");
      return brought;
    },
    isCollectable: async () => collectable,
    store: {
      begin: async (_id, at) => {
        log.push(at);
        return begun;
      },
      change: async (_id, change) => {
        changes.push(change);
        return recorded;
      },
    },
    clockAheadMs: async () => {
      log.push("clock");
      return 7;
    },
    waits: WAITS,
    findModel,
    laneLimits: () => LIMITS,
    expectedMs: () => 120_000,
    spendLimits: NO_SPEND_LIMITS,
    overLimit: async (lane) => void log.push(["over-limit", lane]),
  };
  return { answer: await admit(queued, ACCOUNT, ports, signal), log, changes };
}

describe("admit", () => {
  it("copies the uploads, then takes the slot and writes the intent (G2, G3)", async () => {
    const { answer, log } = await ask({});
    expect(answer).toEqual({ kind: "admitted", generation: submitting, mediaUrls: urls });
    expect(log).toEqual([
      "uploads",
      "clock",
      {
        lane: LANE,
        baseUrl: BASE_URL,
        sentAs: "wan2.1-vace-plus",
        providerAheadMs: 7,
        waits: WAITS,
        lookedAfter: 0,
        limits: LIMITS,
        expectedMs: 120_000,
        spendLimits: NO_SPEND_LIMITS,
      },
    ]);
  });

  it("begins no attempt while its results cannot be collected (G11)", async () => {
    const { answer, log } = await ask({ collectable: false });
    expect(answer).toEqual({ kind: "collection-blocked" });
    expect(log).toEqual(["uploads", "clock"]);
  });

  it.each<Refused>([
    { kind: "full" },
    { kind: "too-soon", waitMs: 1 },
    { kind: "paused", waitMs: 1 },
    { kind: "unchecked" },
  ])("passes on the refusal $kind", async (refused) => {
    expect((await ask({ begun: refused })).answer).toEqual(refused);
  });

  it("reports a lane that the spend limit closes", async () => {
    const refused: Refused = { kind: "over-limit", waitMs: 1 };
    const { answer, log } = await ask({ begun: refused });
    expect(answer).toEqual(refused);
    expect(log).toContainEqual(["over-limit", LANE]);
  });

  it("is refused when its tenant's budget has no room", async () => {
    const limit = { name: "daily_spend", amount: "10", currency: "CNY" } as const;
    const refused: Refused = { kind: "over-budget", limit, waitMs: 1 };
    expect((await ask({ begun: refused })).answer).toEqual(refused);
    const beyond = await ask({ begun: { kind: "beyond-budget", limit, isUnbounded: true } });
    expect(beyond.answer).toEqual({ kind: "beyond-budget", limit, isUnbounded: true });
  });

  it("is overtaken when the record changed elsewhere or is gone", async () => {
    const ignored: Changed = { kind: "ignored", generation: running, reason: "is running" };
    expect((await ask({ begun: ignored })).answer).toEqual({
      kind: "overtaken",
      generation: running,
    });
    expect((await ask({ begun: { kind: "missing" } })).answer).toEqual({
      kind: "overtaken",
      generation: queued,
    });
    const ended: Changed = { kind: "changed", generation: failed };
    expect((await ask({ begun: ended })).answer).toEqual({ kind: "overtaken", generation: failed });
  });

  it("records a failed upload and retries it later", async () => {
    const { answer, changes } = await ask({ brought: { kind: "failed", failure: FAILURE } });
    expect(answer).toEqual({ kind: "upload-failed", waitMs: 5_000 });
    expect(changes).toEqual([{ kind: "upload-failed", failure: FAILURE }]);
  });

  it("is overtaken when the failed upload ends the generation", async () => {
    const brought: Brought = { kind: "failed", failure: FAILURE };
    const ended: Changed = { kind: "changed", generation: failed };
    expect((await ask({ brought, recorded: ended })).answer).toEqual({
      kind: "overtaken",
      generation: failed,
    });
    expect((await ask({ brought, recorded: { kind: "missing" } })).answer).toEqual({
      kind: "overtaken",
      generation: queued,
    });
  });

  it("records nothing when the process closes during an upload", async () => {
    const { answer, changes } = await ask({
      brought: { kind: "failed", failure: FAILURE },
      signal: AbortSignal.abort(),
    });
    expect([answer, changes]).toEqual([{ kind: "closing" }, []]);
  });
});
