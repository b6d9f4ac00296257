import type { FailureKind, Pause } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { COUNTS, GOOD, WAITING } from "../../test/fixtures/overview.ts";
import type { Role } from "../auth/users.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import type { Attention } from "./attention-item.ts";
import { attentionOf } from "./attention.ts";
import { unreadListsOf } from "./alarms/unread-list.ts";
import { renderOverview } from "./overview-page.ts";
import type { Overview } from "./read-overview.ts";

const { en } = TRANSLATIONS;
const arrears: Pause = { kind: "arrears", code: "Arrearage", message: "no money", since: START };
const PAUSED = {
  account: "paris",
  model: "wan2.6-t2v",
  maxInFlight: 0,
  submitsPerSecond: 1,
  setAt: START,
  setBy: "ada",
};
const failureOf = (kind: FailureKind) => ({
  kind,
  code: "",
  message: "it was refused",
  requestId: null,
  charged: false,
});
const ENDPOINT = {
  tenant: "films",
  origin: "https://films.example",
  failures: 1,
  lastError: "HTTP 500",
  since: START,
};
const UNREAD = {
  account: "paris",
  kind: "provider_error",
  message: "an internal error",
  since: START,
  at: START + 60_000,
} as const;
const CLOSED = { why: "not compared yet", since: START - 60_000, until: null };
const POLL = { name: "poll", waiting: 2, lostFrom: null, pausedBy: null } as const;
const STAGES = ["submit", "poll", "archive", "notify"] as const;
const REPLICA = { id: "w1", host: "oslo", stages: STAGES, drain: { by: "ada", at: START } };
const OTHER = { ...REPLICA, id: "w2", host: "rome", drain: null };
const whatOf = (given: Partial<Overview>) =>
  attentionOf({ ...GOOD, ...given }, en).map(({ what }) => what);

it("has nothing to say while everything works", () => {
  expect(attentionOf(GOOD, en)).toEqual([]);
  expect(renderOverview(GOOD, START, en)).toContain("every account and every queue works");
  expect(renderOverview(GOOD, START, en)).toContain("2 of 3");
  expect(whatOf({ workers: 0, idleStages: STAGES })).toEqual([]);
  expect(whatOf({ idleStages: ["poll"], counts: { ...COUNTS, queued: 1 } })).toEqual([]);
});

it.each<[string, Partial<Overview>]>([
  ["No worker is running", { workers: 0, idleStages: STAGES, counts: { ...COUNTS, queued: 1 } }],
  ["DashScope's task list of the account paris cannot be read", { unreadLists: [UNREAD] }],
  ["No worker takes work", { idleStages: STAGES }],
  [
    "No worker takes work of these stages: poll",
    { idleStages: ["poll", "archive"], counts: { ...COUNTS, running: 1, queued: 1 } },
  ],
  [
    "The archive cannot be written: nothing is submitted",
    { blocks: [{ ...arrears, kind: "storage", account: null }] },
  ],
  ["Nothing is submitted to paris", { blocks: [{ ...arrears, account: "paris" }] }],
  [
    "Account paris is in arrears: DashScope refuses it",
    { accounts: [{ ...GOOD.accounts[0]!, pause: arrears }] },
  ],
  ["The worker on oslo is drained by ada", { replicas: [REPLICA, OTHER] }],
  ["The queue of wan2.6-t2v is paused", { models: [{ ...WAITING, pausedBy: "queue" }] }],
  ["The queue poll is paused", { pausedQueues: [POLL] }],
  ["Account paris is paused by ada", { limits: [{ ...PAUSED, model: "*" }] }],
  ["The model wan2.6-t2v on paris is paused by ada", { limits: [PAUSED] }],
  [
    "wan2.6-t2v is not activated on the account paris",
    { models: [{ ...WAITING, failure: failureOf("model_denied") }] },
  ],
  [
    "wan2.6-t2v is not submitted until its tasks are compared",
    { models: [{ ...WAITING, closed: CLOSED }] },
  ],
  ["Webhooks of the tenant films to https://films.example fail", { endpoints: [ENDPOINT] }],
  ["A paid result was lost: gen_1", { lost: ["gen_1"] }],
  ["1 webhook message waits for its next attempt", { waitingMessages: 1 }],
  ["2 webhook messages wait for their next attempt", { waitingMessages: 2 }],
  ["1 webhook message was given up", { givenUp: 1 }],
  ["2 webhook messages were given up", { givenUp: 2 }],
  ["1 generation is uncertain", { counts: { ...COUNTS, uncertain: 1 } }],
  ["2 generations are uncertain", { counts: { ...COUNTS, uncertain: 2 } }],
])("names what is stuck: %s", (what, given) => {
  expect(whatOf(given)).toEqual([what]);
  const [{ help }] = attentionOf({ ...GOOD, ...given }, en) as [Attention];
  expect(help).toMatch(/^\/docs\/[a-z-/]+(#\w+)?$/);
  const page = renderOverview({ ...GOOD, ...given }, START + 60_000, en);
  expect(page).toContain("What to do: ");
});

it.each<FailureKind>(["arrears", "storage", "rate_limited", "unchecked"])(
  "does not say twice what holds up a model, or what passes: %s",
  (kind) => {
    expect(whatOf({ models: [{ ...WAITING, failure: failureOf(kind) }] })).toEqual([]);
  },
);

it("advises what a full archive asks for, and no write access", () => {
  const full = { ...arrears, kind: "storage", code: "ENOSPC", account: null } as const;
  const blocks = [{ ...full, message: "the archive in /data failed" }];
  const [attention] = attentionOf({ ...GOOD, blocks }, en);
  expect(attention?.why).toBe("The archive in /data failed.");
  expect(attention?.whatToDo).toBe("Free space in the archive. Submission then resumes by itself.");
  const paidResults = { count: 2, first: [] };
  expect(attentionOf({ ...GOOD, blocks, paidResults }, en)[0]?.why).toBe(
    "The archive in /data failed. 2 paid results wait to be copied (price unknown).",
  );
});

it("has one alarm for a failing endpoint, with the messages that wait", () => {
  const items = attentionOf({ ...GOOD, endpoints: [ENDPOINT], waitingMessages: 3 }, en);
  expect(items.map(({ act }) => act?.path)).toEqual([
    "/bulk/preview?action=redeliver&webhook=pending&tenant=films",
  ]);
  expect(items[0]?.why).toMatch(/failed.*\. 3 webhook messages wait for their next attempt\.$/);
  const [alone] = attentionOf({ ...GOOD, waitingMessages: 3 }, en);
  expect(alone?.act?.path).toBe("/bulk/preview?action=redeliver&webhook=pending");
});

it("says how many wait, and that nothing is charged for them", () => {
  const accounts = [{ ...GOOD.accounts[0]!, pause: arrears }];
  const blocks = [{ ...arrears, kind: "storage", message: "it is full.", account: null }] as const;
  const items = (queued: number) =>
    attentionOf({ ...GOOD, accounts, blocks, counts: { ...COUNTS, queued } }, en);
  expect(items(2).map(({ why, path }) => [why, path])).toEqual([
    [
      "It is full. 2 generations wait, and nothing is charged for them.",
      "/generations?status=queued",
    ],
    [
      "No money. 2 generations wait, and nothing is charged for them.",
      "/generations?status=queued",
    ],
  ]);
  expect(items(1)[1]?.why).toBe("No money. 1 generation waits, and nothing is charged for it.");
  expect(items(0)[1]?.why).toBe("No money.");
});

it("begins an alarm of a model not before those that wait, and counts them", () => {
  const denied = { failure: failureOf("model_denied"), failureSince: START - 60_000 };
  const models = [{ ...WAITING, ...denied, oldestAt: START + 5, closed: CLOSED }];
  const items = attentionOf({ ...GOOD, models }, en);
  expect(items.map(({ why, since }) => [why, since])).toEqual([
    ["It was refused. 3 generations wait, and nothing is charged for them.", START + 5],
    ["Not compared yet. 3 generations wait, and nothing is charged for them.", START + 5],
  ]);
  const later = [{ ...WAITING, ...denied, failureSince: START + 9 }];
  expect(attentionOf({ ...GOOD, models: later }, en)[0]?.since).toBe(START + 9);
});

it("raises no alarm for a lane that is compared at a known time, or that nobody needs", () => {
  const expected = { ...WAITING, closed: { ...CLOSED, until: START + 60_000 } };
  expect(whatOf({ models: [expected] })).toEqual([]);
  expect(whatOf({ models: [{ ...WAITING, waiting: 0, closed: CLOSED }] })).toEqual([]);
  const page = renderOverview({ ...GOOD, models: [expected] }, START, en);
  expect(page).toContain("compared at 2026-11-22 10:01:00.000 UTC at the earliest");
});

it("says that nothing has to be resumed by hand", () => {
  const [attention] = attentionOf(
    { ...GOOD, accounts: [{ ...GOOD.accounts[0]!, pause: arrears }] },
    en,
  );
  expect(attention?.whatToDo).toBe(
    "Settle the account's bill in the provider's console. Submission then resumes by itself.",
  );
});

it("says when a refused account or model is tried again, and lets operators try it now", () => {
  const account = { scope: "account", name: "paris", at: START + 40_000 } as const;
  const accounts = [{ ...GOOD.accounts[0]!, pause: arrears, nextTry: account }];
  const counts = { ...COUNTS, queued: 3 };
  const refusedAt = START - 5_400;
  const nextTry = { scope: "model", name: "wan2.6-t2v", at: START, refusedAt } as const;
  const models = [{ ...WAITING, failure: failureOf("model_denied"), nextTry }];
  const page = renderOverview({ ...GOOD, accounts, counts, models }, START, en, "operator");
  expect(page).toContain("Next try: in 40 s");
  expect(page).toContain('action="/tries/account/paris"');
  expect(page).toContain("Next try: within seconds (last refused 5 s ago)");
  expect(page).toContain('action="/tries/model/wan2.6-t2v"');
  expect(renderOverview({ ...GOOD, accounts, counts }, START, en)).not.toContain("<button>Try");
  // No create request would be sent.
  expect(renderOverview({ ...GOOD, accounts }, START, en, "operator")).not.toContain("Next try");
});

it("says what stands still in a paused queue, until when, and lets operators resume it", () => {
  const pausedBy = { by: "ada", at: START };
  const queues = [
    { ...POLL, pausedBy, lostFrom: START + 60_000 },
    { ...POLL, name: "archive", waiting: 1, lostFrom: START + 120_000 },
  ] as const;
  const items = attentionOf({ ...GOOD, pausedQueues: queues }, en);
  expect(items.map(({ why, path }) => [why, path])).toEqual([
    [
      "ada has paused it. Nobody notices that a task has ended, and no result is fetched. 2 jobs wait. The first paid result may be lost from 2026-11-22 10:01:00.000 UTC on.",
      "/queues/queue/poll",
    ],
    [
      "An operator has paused it. No paid result is copied. 1 job waits. The first link of a paid result expires at 2026-11-22 10:02:00.000 UTC.",
      "/queues/queue/archive",
    ],
  ]);
  const pageFor = (role: Role) =>
    renderOverview({ ...GOOD, pausedQueues: queues }, START, en, role);
  expect(pageFor("operator")).toContain('action="/resumes/poll"');
  expect(pageFor("operator")).toContain("Since 2026-11-22 10:00:00.000 UTC");
  expect(pageFor("operator")).not.toContain("every queue works");
  expect(pageFor("viewer")).not.toContain("/resumes/");
});

it("leads to the page on which something is resumed, and then to the guide", () => {
  const models = [{ ...WAITING, pausedBy: "queue" }] as const;
  const given = { ...GOOD, models, limits: [PAUSED] };
  const page = renderOverview(given, START, en, "admin");
  expect(page).toContain('href="/queues/queue/submit-wan2.6-t2v">What to do: Resume the queue.');
  expect(page).toContain('href="/limits">What to do: Resume it when');
  expect(page).not.toContain("limit of before");
  expect(page).toContain('href="/docs/operations/waiting#paused">Guide');
  expect(page).toContain('action="/limits/remove"');
  expect(renderOverview(given, START, en, "operator")).not.toContain("/limits/remove");
  const whyOf = (waiting: readonly Overview["models"][number][]) =>
    attentionOf({ ...GOOD, limits: [PAUSED], models: waiting }, en)[0]?.why;
  const byLimit = { ...WAITING, pausedBy: "limit" } as const;
  expect(whyOf([byLimit, { ...byLimit, model: "wan9" }])).toMatch(
    /Nothing.+submitted\. 3 generations/,
  );
  expect(whyOf([WAITING])).toMatch(/Nothing more is submitted\.$/);
  const limits = [{ ...PAUSED, replaced: { maxInFlight: 3, submitsPerSecond: 2 } }];
  expect(renderOverview({ ...GOOD, limits }, START, en, "admin")).toContain(
    "The limit of before then holds again: 3 in flight, 2 create requests a second.",
  );
});

it("says that nothing runs while the only worker is drained, and what to do", () => {
  const given = { replicas: [REPLICA], idleStages: STAGES };
  const counts = { ...COUNTS, queued: 1, running: 2 };
  const models = [{ ...WAITING, hasWorker: false, eta: null }];
  const [none, drained] = attentionOf({ ...GOOD, ...given, counts }, en);
  expect(none).toMatchObject({
    what: "No worker takes work",
    why: "Those that run are drained. 3 generations stand still.",
    whatToDo: "Start another worker, or resume one that is drained.",
    since: START,
  });
  const whyOf = (queued: number) =>
    attentionOf({ ...GOOD, ...given, counts: { ...COUNTS, queued } }, en)[0]?.why;
  expect([whyOf(0), whyOf(1)]).toEqual([
    "Those that run are drained.",
    "Those that run are drained. 1 generation stands still.",
  ]);
  expect(drained?.why).toContain("No other worker takes over.");
  expect(drained?.whatToDo).toContain("Resume it, or start another worker before");
  const [covered] = attentionOf({ ...GOOD, replicas: [REPLICA, OTHER] }, en);
  expect(covered?.whatToDo).toBe("Stop its process, or resume it.");
  const page = renderOverview({ ...GOOD, ...given, counts, models }, START, en, "admin");
  expect(page).toContain('<span class="status failed">no worker</span>');
  expect(page).toContain('action="/workers/w1/resume"');
});

it("says since when a task list cannot be read, over all workers, and when that was tried last", () => {
  const later = { ...UNREAD, since: START + 5, at: START + 90_000, message: "HTTP 500" };
  const lists = unreadListsOf([{ unreadLists: [UNREAD] }, {}, { unreadLists: [later] }]);
  expect(lists).toEqual([{ ...later, since: START }]);
  const refused = { ...later, kind: "authentication" } as const;
  const [first, second] = attentionOf({ ...GOOD, unreadLists: [...lists, refused] }, en);
  expect(first).toMatchObject({ since: START, path: null });
  expect(first?.why).toContain("Last tried at 2026-11-22 10:01:30.000 UTC.");
  expect(first?.whatToDo).toContain("Wait: it is tried again.");
  expect(second?.whatToDo).toContain("Check the API key");
});

it("says since when the archive is full, when it is checked next, and lets operators check it", () => {
  const full = { ...arrears, kind: "storage", account: null, nextAt: START + 15_000 } as const;
  const page = renderOverview({ ...GOOD, blocks: [full] }, START, en, "operator");
  expect(page).toContain("Since 2026-11-22 10:00:00.000 UTC");
  expect(page).toContain("Next try: in 15 s");
  expect(page).toContain('action="/tries/collection/archive"');
});

it("says who paused the queue of a model, since when, and how many wait", () => {
  const paused = { ...WAITING, pausedBy: "queue" } as const;
  const pauseAuthor = { by: "ada", at: START };
  const of = (given: Partial<typeof paused | { pauseAuthor: typeof pauseAuthor }>) =>
    attentionOf({ ...GOOD, models: [{ ...paused, ...given }] }, en)[0];
  expect(of({ pauseAuthor })).toMatchObject({
    why: "ada has paused it. 3 generations wait, and nothing is charged for them.",
    since: START,
  });
  const one = { ...GOOD, models: [{ ...paused, waiting: 1 }] };
  expect(attentionOf(one, en)[0]?.why).toBe(
    "An operator has paused it. 1 generation waits, and nothing is charged for it.",
  );
});
