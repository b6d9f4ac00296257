import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In how the limits that the provider reports are read, shared and used (G3). */
export const QUOTA_BUGS: readonly PlantedBug[] = [
  ...bugsIn("apps/worker/src/quotas/quota-reader.ts", [
    [
      "one.account === account && one.baseUrl === baseUrl",
      "one.account === account",
      "the limits of another host of an account keep those of this one from being read",
    ],
    [
      "isPast(readAt(place)) && isPast(triedAt.get(place.account))",
      "isPast(triedAt.get(place.account))",
      "every worker reads what another one has read (G8)",
    ],
    [
      "isPast(readAt(place)) && isPast(triedAt.get(place.account))",
      "isPast(readAt(place))",
      "an account that tells no limits is asked again and again (G8)",
    ],
    [" && (await quotas.claim(place))", "", "all workers read the limits at once (G8)"],
    [
      "    if (signal.aborted) return;\n    report",
      "    report",
      "a closing worker stores what it did not read to the end",
    ],
    [
      'if (answer.kind === "read")',
      "if (true)",
      "limits that could not be read are stored as none",
    ],
    [
      "maxInFlight === null && findModel(model) === undefined",
      "findModel(model) === undefined",
      "the limits of a model outside the catalog are dropped (G3)",
    ],
    ["if (said.get(account) === news) return;", "", "the same limits are logged every hour"],
  ]),
  ...bugsIn("apps/worker/src/quotas/read-quotas.ts", [
    [
      'return other.kind === "read" ? other : read;',
      "return read;",
      "the second path is read, but not used",
    ],
    [
      'if (answer.kind !== "quotas") return { kind: "unavailable", failure: answer.failure };',
      'if (answer.kind !== "quotas") break;',
      "limits are taken from a list that lacks a page (G3)",
    ],
    ["rows >= (answer.total ?? Infinity)", "true", "only the first page counts"],
    ["page <= MOST_PAGES", "true", "a list without an end is read forever"],
  ]),
  ...bugsIn("apps/worker/src/quotas/known-limits.ts", [
    ["one.account === account && ", "", "an account has the limits of another one (G3)"],
    [" && one.baseUrl === baseUrl", "", "a region has the limits of another one (G3)"],
    [
      "sentNameOf(model, findModel)",
      "model",
      "an alias has other limits than the model under whose name it is sent (G3)",
    ],
  ]),
  ...bugsIn("packages/dashscope/src/quotas/quota-answer.ts", [
    ["Math.min(...reported)", "Math.max(...reported)", "the larger of two limits holds (G3)"],
    ["number >= 1 &&", "", "a limit of 0 closes a lane forever"],
    [
      'read("request_limit_period", 60)',
      'read("request_limit_period", 1)',
      "a limit per minute counts per second (G3)",
    ],
  ]),
  ...bugsIn("packages/dashscope/src/catalog/configured-models.ts", [
    [
      "const limitGroup = limitGroupOf(sentAs);",
      "const { limitGroup } = model;",
      "an alias has a lane of its own (G3)",
    ],
    [
      "const { limits, limitsIn = {} } = findModel(sentAs) ?? model;",
      "const { limits, limitsIn = {} } = model;",
      "an alias has other limits than the lane that it shares",
    ],
  ]),
];
