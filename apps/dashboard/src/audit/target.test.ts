import { describe, expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { actionText, changesText } from "./action-text.ts";
import { renderTarget } from "./target.ts";

const { en, zh } = TRANSLATIONS;

/** What a reader sees, with the links in brackets. */
function shown(action: string, target: string | null, t = en): string {
  const target_ = renderTarget({ action, target }, t);
  const text = typeof target_ === "string" ? target_ : target_.html;
  return text.replaceAll(/<a href="([^"]+)">([^<]*)<\/a>/g, "[$2]($1)").replaceAll(/<[^>]+>/g, "");
}

describe("renderTarget", () => {
  it.each([
    ["generation-cancel", "gen_1", "[gen_1](/generations/gen_1) "],
    ["generation-resolve", "gen_1 no task", "[gen_1](/generations/gen_1) no task"],
    ["generation-resolve", "gen_1 task-1", "[gen_1](/generations/gen_1) task-1"],
    ["generation-submit", "films wan2.7-image 1", "films wan2.7-image 1"],
    ["webhook-redelivered", "gen_1 2", "[gen_1](/generations/gen_1) attempt 2"],
    [
      "bulk-cancel",
      "b1 2 of films, b2 1 of a",
      "[b1](/bulk?id=b1) 2 of films[b2](/bulk?id=b2) 1 of a",
    ],
    ["bulk-canceled", "bulk_0123456789abcdef", "[bulk_01234567…](/bulk?id=bulk_0123456789abcdef) "],
    ["bulk-canceled", "b1", "[b1](/bulk?id=b1) "],
    ["limit-set", "paris *", "[paris · all models](/limits)"],
    ["limit-removed", "paris wan2.7-image", "[paris · wan2.7-image](/limits)"],
    ["key-revoked", "films key_1", "[films](/tenants/films) key_1"],
    ["worker-drained", "w1 on oslo", "[oslo](/workers)"],
    ["put /api/queues/:queueName/pause", "poll", "[poll](/queues/queue/poll) "],
    ["put /api/queues/:queueName/:jobId/retry", "poll j1", "[poll j1](/queues/queue/poll/j1)"],
    ["PUT /v1/admin/tenants/a", null, ""],
    ["of-a-newer-version", "what", "what"],
  ])("of %s shows %s as %s", (action, target, text) => {
    expect(shown(action, target)).toBe(text);
  });

  it("is in the language of the reader", () => {
    expect(shown("webhook-redelivered", "gen_1 2", zh)).toBe(
      "[gen_1](/generations/gen_1) 第 2 次投递",
    );
  });
});

it.each([
  [null, "", ""],
  ["unchanged", "unchanged", "未更改"],
  ["the worker is closing", "the worker is closing", "worker 正在关闭"],
  [
    "weight none → 1, models [a] → none",
    "weight none → 1, models [a] → none",
    "weight 无 → 1，models [a] → 无",
  ],
  [
    "max_in_flight none → 0, submits_per_second none → 1",
    "Most in flight none → 0, Create requests a second none → 1",
    "并发上限 无 → 0，每秒创建请求数 无 → 1",
  ],
])("shows the changes %j", (changes, english, chinese) => {
  expect([changesText(changes, en), changesText(changes, zh)]).toEqual([english, chinese]);
});

it("names an action in words, and an unknown one as it is", () => {
  expect(actionText("limit-set", en)).toBe("Set a limit");
  expect(actionText("limit-set", zh)).toBe("设置限额");
  expect(actionText("PUT /v1/admin/tenants/a", zh)).toBe("PUT /v1/admin/tenants/a");
});
