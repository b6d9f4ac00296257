import type { Generation } from "@dashqueue/queue/internal";
import {
  LIST_UNREAD,
  lostFrom,
  nextStageOf,
  standstillOf,
  viewOf,
} from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { EVENTS, SAMPLES, START } from "../../test/fixtures/generations.ts";
import { offersOf } from "../actions/offers.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import type { Shown } from "./generation-page.ts";
import { renderGeneration } from "./generation-page.ts";
import {
  CANCEL_TEXT,
  cancelText,
  costText,
  isTaskUnread,
  statusMeaning,
} from "./generation-text.ts";

const { en } = TRANSLATIONS;
const PRESENT = new Map([["video.mp4", "present"]] as const);
const NOW = START + 120_000;
const page = (generation: Generation, given: Partial<Shown> = {}) => {
  const known = { view: viewOf(generation), events: EVENTS, presences: PRESENT, looks: [] };
  const deliveries = { attempts: [], mayRedeliver: true, resentAfter: null };
  const offers = offersOf(
    generation,
    { now: NOW, isKept: true, isUnread: false, waitsFor: null },
    en,
  );
  const next = { queueName: nextStageOf(generation)?.queue ?? null, lostAt: lostFrom(generation) };
  const may = {
    asked: null,
    ...next,
    mayAct: true,
    formKey: "key-1",
    heldBackBy: null,
    nextTry: null,
  };
  const shown = { ...known, deliveries, offers, ...may, ...given };
  return renderGeneration(generation, shown, NOW, en);
};
/** The visible text on one line. */
const textOf = (generation: Generation, given: Partial<Shown> = {}) =>
  page(generation, given)
    .replace(/<style>.*<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

describe("the page of a generation", () => {
  it.each(Object.values(SAMPLES))(
    "explains $status and reveals no credential (G7)",
    (generation) => {
      const text = textOf(generation);
      expect(text).toContain(`${generation.status} · ${statusMeaning(generation.status, false)}`);
      expect(text).toContain("Model wan2.1-vace-plus");
      expect(page(generation)).not.toMatch(/s3cr3t|<script(?! src="\/refresh\.js")|<b>|<in>/);
    },
  );

  it.each(Object.values(SAMPLES))("reloads while $status is not terminal", (generation) => {
    const isEnded = "finishedAt" in generation;
    expect(page(generation).includes('http-equiv="refresh"')).toBe(!isEnded);
    expect(textOf(generation)).toContain(isEnded ? "Took 1 min 30 s" : "Age 2 min");
  });

  it("says what of a paid result was lost, since when, and what remains", () => {
    const { succeeded, failed } = SAMPLES;
    if (succeeded.status !== "succeeded" || failed.status !== "failed") throw new Error("mixed up");
    const failure = { ...failed.failure, kind: "expired", charged: true } as const;
    const { result } = succeeded;
    const all = textOf({ ...failed, result, failure });
    expect(all).toContain(
      "A paid result was lost It cost 3.50 CNY. Its links expired at 2026-11-23",
    );
    expect(all).toContain("Nothing of it remains");
    const part = textOf({ ...succeeded, missing: [{ index: 1, name: "2.mp4", failure }] });
    expect(part).toContain("1 of 2 files are in the archive and stay there.");
    expect(textOf(succeeded)).not.toContain("was lost");
  });

  it.each([
    ["archiving", "archive", "Links expire 2026-11-23"],
    ["running", "poll", "Result may be lost from 2026-11-23"],
    ["uncertain", "poll", "Resume the queue poll"],
  ] as const)("says that nothing happens to it while %s: its queue is paused", (...given) => {
    const [status, queue, loss] = given;
    const generation = SAMPLES[status];
    const paused = { stage: queue, queue, isPaused: true, hasWorker: false };
    const view = viewOf(generation, standstillOf(generation, paused));
    const text = textOf(generation, { view });
    expect(text).toContain("Why it is waiting An operator has paused the queue of its next step");
    expect(text).toContain(`What to do Resume the queue ${queue} on the dashboard. · Guide`);
    expect(text).toContain(`Start a worker that has the stage ${queue}`);
    expect(text).toContain(loss);
    expect(text).not.toContain("are being copied");
    expect(page(generation, { view })).toContain(`href="/queues/queue/${queue}"`);
    expect(page(generation, { view })).toContain('href="/workers"');
  });

  it("says what came of a poll that the reader asked for", () => {
    const { running } = SAMPLES;
    if (running.status !== "running") throw new Error("mixed up");
    const { polls } = running.task;
    const after = (count: number) => textOf(running, { asked: { kind: "poll", after: count } });
    expect(after(polls)).toContain("A worker was asked to poll the task.");
    expect(after(polls - 1)).toContain("The task was polled. DashScope says: RUNNING");
    const copies = { asked: { kind: "archive" } } as const;
    expect(textOf(SAMPLES.archiving, copies)).toContain("A worker was asked to copy its files now");
    expect(textOf(SAMPLES.succeeded, copies)).not.toContain("was asked");
  });

  it("names the refusal of its model as the reason, not a free slot", () => {
    const failure = { code: "AccessDenied", message: "Access denied.", requestId: null };
    const heldBackBy = { ...failure, kind: "model_denied", charged: false } as const;
    expect(textOf(SAMPLES.queued)).not.toContain("were refused");
    const view = viewOf(SAMPLES.queued, undefined, 3);
    const queue = { position: 3, eta_seconds: { p50: 60, p90: 300 } };
    const text = textOf(SAMPLES.queued, { view: { ...view, queue }, heldBackBy });
    expect(text).toContain(
      "Why it is waiting Others of its model were refused or held back: Access denied. What to do Open the model for the account",
    );
    expect(text).not.toMatch(/free slot|No action needed|Waits for|Gets a slot/);
  });

  it("says that its model is refused, which another one has met", () => {
    const view = viewOf(SAMPLES.queued);
    const refused = { ...view.waiting!, reason: "backoff", message: "not open" } as const;
    const text = textOf(SAMPLES.queued, { view: { ...view, waiting: refused } });
    expect(text).toContain("DashScope refuses its model, which is tried again. Not open.");
    const delayed = { kind: "rate_limited", code: "", message: "slow down", requestId: null };
    const own = { ...SAMPLES.queued, delayed: { ...delayed, charged: false } } as Generation;
    expect(textOf(own)).toContain("Its last attempt failed for now");
  });

  it("says when its refused model is tried again, and lets operators try it now", () => {
    const nextTry = { scope: "model", name: "a/b", at: NOW + 40_000 } as const;
    const button = 'action="/tries/model/a%2Fb"';
    expect(textOf(SAMPLES.queued, { nextTry })).toContain("Next try in 40 s");
    expect(page(SAMPLES.queued, { nextTry })).toContain(button);
    const seen = { nextTry: { ...nextTry, at: 0 }, mayAct: false };
    expect(textOf(SAMPLES.queued, seen)).toContain("Next try within seconds");
    expect(page(SAMPLES.queued, seen)).not.toContain(button);
  });

  it("waits for a slot although another one of its model was refused alone", () => {
    const failure = { code: "", message: "The link is broken.", requestId: null };
    const heldBackBy = { ...failure, kind: "media_unreachable", charged: false } as const;
    const text = textOf(SAMPLES.queued, { heldBackBy });
    expect(text).toContain("It waits for a free slot of its model.");
    expect(text).toContain("were refused or held back: The link is broken. Make the media URLs");
    expect(text).toContain("What to do No action needed");
  });

  it("shows the task, and links to its job on the board", () => {
    const text = textOf(SAMPLES.running);
    expect(text).toContain(
      "Task 0385dc79-5ff8-4d82-bcb6-000000000000 · RUNNING Create request ID request-1",
    );
    expect(text).toContain("Account default");
    expect(text).toContain("Create requests 1 Polls 4");
    expect(page(SAMPLES.running)).toContain(
      'href="/queues/queue/poll/poll-gen_01JDA0000000000000000000AA"',
    );
  });

  it("claims no status of a task that was found and not queried since", () => {
    const { task } = SAMPLES.running;
    const adopted = { ...SAMPLES.running, task: { ...task, status: "PENDING", polls: 0 } };
    const found = { ...EVENTS[2]!, name: "task-adopted" } as const;
    const text = textOf(adopted, { events: [found] });
    expect(text).toContain(`Task ${task.id} · status not known yet`);
    expect(text).toContain("Cost not known until the task is queried (at most 3.50 CNY)");
    for (const assumed of ["task status:", "Polls 0"]) expect(text).not.toContain(assumed);
    expect(textOf(adopted)).toContain(`Task ${task.id} · PENDING`);
    expect(isTaskUnread(SAMPLES.running, [found])).toBe(false);
    const another = { ...found, detail: { task_id: "failed before" } };
    expect(isTaskUnread(adopted, [another])).toBe(false);
  });

  it("shows the cost and the prompts of a result", () => {
    const text = textOf(SAMPLES.succeeded);
    expect(text).toContain("Results Download video.mp4");
    expect(text).toContain("Cost 3.50 CNY");
    expect(text).toContain(
      "Prompt a girl &lt;in&gt; a forest Prompt used by the model a girl, in detail",
    );
  });

  it("shows the attempts to deliver its webhook, and lets operators send one again", () => {
    const webhookUrl = "https://hooks.example/s3cr3t";
    const generation = { ...SAMPLES.succeeded, webhookUrl };
    const attempt = { at: START, revision: null, event: "succeeded", latencyMs: 1_500 } as const;
    const attempts = [
      { ...attempt, n: 1, status: 500, error: "the receiver answered 500", nextAt: START + 5_000 },
      { ...attempt, n: 2, status: 204, error: null, nextAt: null },
    ];
    const after = (resentAfter: number | null) => ({
      deliveries: { attempts, mayRedeliver: true, resentAfter },
    });
    const shown = textOf(generation, {
      deliveries: { attempts, mayRedeliver: false, resentAfter: null },
    });
    expect(shown).toContain("failed the receiver answered 500 1.5 s");
    expect(shown).toContain("accepted 204");
    expect(page(generation, after(null))).toContain(
      'aria-label="Send again: the message of attempt 2"',
    );
    // Its color would look like the result of the attempt.
    expect(page(generation, after(null)).split("Took")[1]).not.toContain(
      '<span class="status succeeded">succeeded',
    );
    expect(shown).not.toContain("Send again");
    // Both attempts sent the same message.
    expect(page(generation, after(null)).match(/action="[^"]*redeliver"/g)).toEqual([
      `action="/generations/${generation.id}/deliveries/2/redeliver"`,
    ]);
    expect(textOf(generation, after(null))).not.toContain("sent again to");
    expect(textOf(generation, after(2))).toContain("is being sent again to hooks.example.");
    expect(textOf(generation, after(1))).toContain("was sent again to hooks.example:");
    const reloads = [1, 2].map((n) => page(generation, after(n)).includes('http-equiv="refresh"'));
    expect(reloads).toEqual([false, true]);
    expect(textOf(generation)).toContain("No attempt is kept.");
    expect(textOf({ ...generation, webhookUrl: null })).not.toContain("Webhook deliveries");
  });

  it("shows the advice for a failure, and whether it was charged", () => {
    const text = textOf(SAMPLES.failed);
    expect(page(SAMPLES.failed)).toContain('href="/docs/operations/errors#content_rejected"');
    expect(page(SAMPLES.queued)).toContain('href="/docs/operations/waiting#slot"');
    expect(text).toContain(
      "Why it failed refused https://h/v.mp4?[redacted] What to do Change the prompt",
    );
    expect(text).toContain(
      "Kind content_rejected (DataInspectionFailed) Charged not charged Request ID request-2",
    );
  });

  it("shows why a generation is waiting, and what is unknown of an uncertain one", () => {
    const delayed = { ...SAMPLES.failed.failure, kind: "quota_exhausted", code: "" } as const;
    const waiting = textOf({ ...SAMPLES.queued, delayed });
    expect(waiting).toContain("Why it is waiting");
    expect(waiting).toContain("Waits for account");
    expect(textOf(SAMPLES.queued)).toContain("Waits for slot");
    expect(waiting).not.toContain("Charged");
    expect(textOf(SAMPLES.uncertain)).toContain("What is unknown");
    const unknown = textOf(SAMPLES.uncertain);
    expect(unknown).toContain(
      "Charged not known yet (at risk). dashqueue buys nothing else for it",
    );
    expect(unknown).toContain(
      "console for a task of wan2.1-vace-plus that was created at about 2026-11-22 10:00:01.000 UTC (18:00:01 in Beijing).",
    );
    expect(unknown).toContain("Most are settled within minutes.");
    const result = `${LIST_UNREAD}the provider answered 500`;
    const looks = [{ at: START, waitMs: 60_000, result }];
    expect(textOf(SAMPLES.uncertain, { looks })).not.toContain("Most are settled");
    expect(unknown).not.toContain("Check the network connection");
  });

  it("tells the place in the line and when there is a slot", () => {
    const view = viewOf(SAMPLES.queued, undefined, 3);
    const queue = { position: 3, eta_seconds: { p50: 60, p90: 300 } };
    const text = textOf(SAMPLES.queued, { view: { ...view, queue } });
    expect(text).toContain("It waits for a free slot of its model.");
    expect(text).toContain("What to do No action needed");
    expect(text).toContain("Place 3 in the line of its tenant");
    expect(text).toContain("Gets a slot in about 1 min; nine of ten within 5 min");
  });

  it("has buttons that say what they cost, and none for viewers", () => {
    expect(textOf(SAMPLES.queued)).toContain("Cancel: free");
    const again = page(SAMPLES.succeeded);
    expect(again).toContain("Generate again: at most 3.50 CNY");
    expect(page(SAMPLES.succeeded)).toContain('<button class="buys">Generate again');
    expect(again).toContain('name="key" value="key-1"');
    for (const generation of Object.values(SAMPLES))
      expect(page(generation, { mayAct: false }).split("<main>")[1]).not.toContain("<form");
  });

  it("shows what became of the webhook", () => {
    const delivery = {
      state: "pending",
      attempts: 2,
      lastError: "answered 500",
      nextAt: 0,
    } as const;
    const text = textOf({ ...SAMPLES.failed, webhookUrl: "https://a.example/hook", delivery });
    expect(text).toContain(
      "Delivery pending · after 2 attempts · answered 500 · next at 1970-01-01 00:00:00.000 UTC",
    );
  });

  it("explains a paused endpoint, and names one time for its next attempt", () => {
    const waits = {
      state: "pending",
      attempts: 2,
      lastError: "answered 502",
      isPaused: true,
    } as const;
    const webhookUrl = "https://a.example/hook";
    const text = textOf({
      ...SAMPLES.succeeded,
      webhookUrl,
      delivery: { ...waits, nextAt: START },
    });
    expect(text).toContain("Its endpoint failed several times in a row and is paused. Repair");
    expect(text).toContain("answered 502 · not sent before 2026-11-22 10:00:00.000 UTC");
  });

  it.each([
    ["failed", {}, "· webhook message given up"],
    ["pending", {}, "· webhook message failed, and is sent again"],
    ["pending", { isPaused: true }, "· webhook message waits: its endpoint is paused"],
    ["pending", { lastError: null }, null],
    ["delivered", { lastError: null }, null],
  ] as const)(
    "says beside the status that its webhook was not told: %s %j",
    (state, more, mark) => {
      const delivery = { state, attempts: 2, lastError: "answered 500", nextAt: null, ...more };
      const told = { ...SAMPLES.succeeded, webhookUrl: "https://a.example/hook", delivery };
      const [head = ""] = page(told).split("<dl>");
      expect(head.includes('href="#deliveries"')).toBe(mark !== null);
      if (mark !== null) expect(textOf(told)).toContain(mark);
    },
  );

  it("shows the history with the time between the steps", () => {
    const text = textOf(SAMPLES.running);
    expect(text).toContain(
      "2026-11-22 10:00:36.200 UTC +36.2 s attempt begun submitting attempt: 1",
    );
    expect(text).toContain(
      "+4 ms task created running task id: 0385dc79 · task status: PENDING · message:",
    );
    expect(text).toContain("2026-11-22 10:02:00.000 UTC +1 min 23 s in progress");
    expect(textOf(SAMPLES.succeeded)).not.toContain("in progress");
  });

  it("shows the options of the caller", () => {
    const text = textOf({
      ...SAMPLES.running,
      priority: 7,
      metadata: { customer: "c1" },
      webhookUrl: "https://h/hook?token=s3cr3t",
      cancel: "requested",
    });
    expect(text).toContain("Priority 7 of 10");
    expect(text).toContain("Webhook https://h/hook?[redacted] Delivery waiting customer c1");
    expect(text).toContain(`Cancel ${CANCEL_TEXT.requested}`);
  });

  it("shows no open history for a generation whose events are deleted", () => {
    expect(page(SAMPLES.running, { events: [] })).not.toContain("in progress");
  });
});

describe("costText", () => {
  it.each([
    ["queued", "nothing (at most 3.50 CNY)"],
    ["canceled", "nothing"],
    ["submitting", "not known until the create request is answered (at most 3.50 CNY)"],
    ["running", "nothing so far; DashScope charges when the task succeeds (at most 3.50 CNY)"],
    ["archiving", "3.50 CNY"],
    ["failed", "not charged"],
  ] as const)("of a %s generation: %s", (status, text) => {
    expect(costText(SAMPLES[status], en)).toBe(text);
  });

  it("never guesses an unknown cost", () => {
    const { result, ...archiving } = SAMPLES.archiving;
    expect(costText({ ...archiving, result: { ...result, cost: null } }, en)).toContain(
      "not known",
    );
    expect(costText(SAMPLES.uncertain, en)).toContain("not known");
    const failure = { ...SAMPLES.failed.failure, charged: true };
    expect(costText({ ...SAMPLES.failed, failure }, en)).toBe("charged (at most 3.50 CNY)");
  });
});

it("says of a cancel request what can be known of it", () => {
  const of = (status: keyof typeof SAMPLES, cancel: Generation["cancel"]) =>
    cancelText({ ...SAMPLES[status], cancel }, en);
  expect(of("running", null)).toBeNull();
  expect(of("running", "requested")).toBe(CANCEL_TEXT.requested);
  expect(of("uncertain", "requested")).toContain("once it is known whether a task exists");
  expect(of("running", "refused")).toContain("the task continues");
  expect(of("succeeded", "refused")).toBe("refused; the task has ended");
});
