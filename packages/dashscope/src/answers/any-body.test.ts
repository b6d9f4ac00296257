import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { shallowJson } from "../../test/fixtures/any-json.ts";
import { answer } from "../../test/fixtures/http-answers.ts";
import { readCancelAnswer } from "./cancel-answer.ts";
import { readCreateAnswer } from "./create-answer.ts";
import { readListAnswer } from "./list-answer.ts";
import { readTaskAnswer } from "./task-answer.ts";
import { readUploadAnswer, readUploadPolicy } from "./upload-answer.ts";

const NOW = Date.UTC(2026, 10, 22);

describe("any body", { timeout: 60_000 }, () => {
  const status = fc.integer({ min: 100, max: 599 });
  const keys = fc.constantFrom(
    "output",
    "task_id",
    "task_status",
    "code",
    "message",
    "usage",
    "results",
    "choices",
    "data",
    "url",
    "video_url",
    "request_id",
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      shallowJson,
      fc.dictionary(keys, tie("tree")),
      fc.array(tie("tree"), { maxLength: 3 }),
    ),
  }));
  const body = fc.oneof(
    fc.string(),
    tree.map((value) => JSON.stringify(value) ?? ""),
  );

  it("never makes a reader throw, and is accepted only with a task id", () => {
    fc.assert(
      fc.property(status, body, (status, body) => {
        const given = answer(status, body);
        const read = readCreateAnswer(given, NOW);
        if (read.kind === "accepted") expect(body).toContain("task_id");
        if (read.kind === "rejected" || read.kind === "throttled")
          expect(status >= 400 && status < 500).toBe(true);
        readTaskAnswer(given, "task-1", NOW);
        readListAnswer(given, NOW);
        readCancelAnswer(given, NOW);
        readUploadPolicy(given, NOW);
        readUploadAnswer(given, "key");
      }),
      { numRuns: 1_000 },
    );
  });
});
