import type { PlantedBug } from "../planted-bug.ts";
import { bugsIn } from "../planted-bug.ts";

/** In how a generation waits for its slot and is sent. */
export const ADMISSION_BUGS: readonly PlantedBug[] = [
  ...bugsIn("apps/worker/src/stages/submit.ts", [
    [
      '(await ports.readTime()) > sendBy ? "too-late" : request',
      "request",
      "a stalled worker sends a create request that others already look for (G1)",
    ],
    [
      "await ports.persist(submitting);",
      "",
      "a create request is sent before its intent is durable (G2)",
    ],
    [
      "await ports.watch(submitting);",
      "",
      "nobody watches a create request whose worker dies (G5)",
    ],
    [
      'if (changed.kind === "missing") return { kind: "fail", failure: DELETED };\n',
      'if (changed.kind === "missing") return { kind: "done" };\n',
      "nobody learns that the record of a paid task is gone",
    ],
    [
      "await ports.react(submitting, answer, isCalm);",
      "",
      "a throttled lane or a refused account continues to submit",
    ],
    [
      "!isKept(changed, answer.taskId)",
      "false",
      "nobody learns of a paid task that no record kept",
    ],
    [
      "generation.failedTasks.includes(taskId) ||",
      "",
      "a task that failed is reported as unclaimed",
    ],
    [
      "await ports.record(submitting, answerOf(submitting, answer));\n    throw error;",
      "throw error;",
      "an exception before the first byte keeps a generation uncertain for minutes",
    ],
  ]),
  ...bugsIn("apps/worker/src/lanes/admission.ts", [
    [
      'the next worker repeats it.\n  if (signal.aborted) return { kind: "closing" };',
      "the next worker repeats it.\n",
      "an upload that was interrupted by a restart fails the generation",
    ],
    [
      'changed.generation.status !== "queued"\n',
      'changed.generation.status === "queued"\n',
      "a generation that failed at its upload waits at the door",
    ],
    [
      'if (!(await ports.isCollectable(account.name))) return { kind: "collection-blocked" };',
      "",
      "a create request is sent although its result cannot be collected (G11)",
    ],
    ["await ports.overLimit(lane);", "", "nobody is told that the daily limit stops the lane"],
    [
      "limits: ports.laneLimits(account, request.model),",
      "limits: { ...ports.laneLimits(account, request.model), maxInFlight: Infinity },",
      "a lane has no limit (G3)",
    ],
  ]),
  ...bugsIn("apps/worker/src/lanes/door.ts", [
    [
      'if (refusals.some(({ kind }) => kind === "unchecked"))\n      await',
      'if (refusals.every(({ kind }) => kind === "paused"))\n      await',
      "the tasks are not compared after Redis restarted",
    ],
    ["AbortSignal.any([signal, ...rings])", "signal", "a released slot stays unused for seconds"],
    [
      "Math.min(refused.waitMs, MAX_WAIT_MS)",
      "refused.waitMs",
      "a changed limit is noticed only after midnight",
    ],
    ["while (!signal.aborted) {", "while (true) {", "a closing worker does not hand its job back"],
  ]),
  ...bugsIn("apps/worker/src/line/parking.ts", [
    [
      "!knocked.refusals.some(isOfBudget)) return null;",
      '!knocked.refusals.every(({ kind }) => kind === "over-budget")) return null;',
      "a tenant without room in its budget is tried for each of its generations (G12)",
    ],
    [
      'comesBack: "behind all",',
      'comesBack: "to its place",',
      "what can never go stays ahead of what can",
    ],
    [
      'comesBack: "behind all" };',
      'comesBack: "to its place" };',
      "what no day has room for stays ahead of what one has",
    ],
    [
      'if (knocked.kind === "unaffordable") return NEXT_TENANT_MS;',
      "",
      "a tenant is tried for each generation that no day has room for (G12)",
    ],
  ]),
  ...bugsIn("apps/worker/src/lanes/lane-reaction.ts", [
    [
      'return { kind: "resume" };',
      'return { kind: "none" };',
      "an account stays paused although it works again",
    ],
    [
      'case "accepted":\n',
      'case "unknown":\n    case "accepted":\n',
      "a lost answer ends the pause of an account",
    ],
    [
      "answer.retryAfterMs ?? jittered(random)",
      "jittered(random)",
      "the provider's retry delay is ignored",
    ],
    [
      'return { kind: "cool-down", scope: "model", failure',
      'return { kind: "cool-down", scope: "lane", failure',
      "a wrong model name stops the other models of its lane",
    ],
    [
      'full: failure.kind === "concurrency_limited"',
      "full: false",
      "a lane that is full at the provider keeps its limit",
    ],
    [
      "Math.min(waitMs, MAX_COOL_DOWN_MS)",
      "waitMs",
      "an absurd retry delay closes a lane for days",
    ],
    [
      'if (pauses === "account") return { kind: "pause", failure };',
      "",
      "an exhausted quota does not pause the account",
    ],
    [
      'pauses === "lane" && !retry',
      'pauses === "lane"',
      "a throttled lane waits for a whole probe interval",
    ],
  ]),
  ...bugsIn("apps/worker/src/lanes/key-refusals.ts", [
    [
      'known === undefined || by === "create"',
      "true",
      "refused queries put off the probe of a key forever",
    ],
  ]),
  ...bugsIn("apps/worker/src/fleet/fleet-view.ts", [
    [
      "Math.min(...all.map(({ maxInFlight }) => maxInFlight))",
      "Math.max(...all.map(({ maxInFlight }) => maxInFlight))",
      "one worker with a higher limit widens the fleet (G3)",
    ],
    ["refusals.includes(null) ? null :", "", "one worker with a wrong key stops the fleet"],
  ]),
  ...bugsIn("apps/worker/src/lanes/limits.ts", [
    [
      "Math.ceil(1_050 / limits.submitsPerSecond)",
      "Math.ceil(1_000 / limits.submitsPerSecond)",
      "create requests arrive faster than the rate limit allows",
    ],
  ]),
  ...bugsIn("packages/queue/src/limits/model-limits.ts", [
    [
      "maxInFlight: 1 };",
      "maxInFlight: 10 };",
      "an unknown model gets more slots than any known one has (G3)",
    ],
  ]),
  ...bugsIn("apps/worker/src/lanes/reactions.ts", [
    [
      "const maxInFlight = full ? await gate.lowerLimit(lane) : undefined;",
      "const maxInFlight = undefined;",
      "a lane that is full at the provider keeps its limit",
    ],
  ]),
  ...bugsIn("apps/worker/src/lanes/daily-limit.ts", [
    [
      '=== "always";',
      '=== "today";',
      "a generation that no account can ever pay for blocks its queue",
    ],
    [
      'verdicts.length === 0 || verdicts.includes("free")',
      "verdicts.length === 0",
      "a generation that an account can pay for is said to wait",
    ],
  ]),
];
