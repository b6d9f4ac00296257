import type { Generation } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import type { EndedGeneration } from "./call-answer.ts";
import { callAnswer, isEnded } from "./call-answer.ts";

const base = { id: "gen_1", createdAt: 0, finishedAt: 0, attempt: null };
const file = (name: string) => ({ name, bytes: 1, sha256: "", contentType: "image/png" });
const linkOf = ({ name }: { readonly name: string }) => `http://queue/${name}`;

const succeeded = (model: string, names: readonly string[]) =>
  ({
    ...base,
    status: "succeeded",
    request: { model, input: {} },
    files: names.map(file),
    missing: [],
    result: { usage: { image_count: 1 }, origPrompt: null, actualPrompt: null, failedEntries: [] },
  }) as unknown as EndedGeneration;

it("shows images as the path of the call does, whatever the model's own shape", () => {
  const generation = succeeded("wan2.2-t2i-plus", ["image-1.png", "image-2.png"]);
  expect(callAnswer(generation, "choices[].message.content[].image", linkOf)).toMatchObject({
    kind: "images",
    body: {
      output: {
        task_id: "gen_1",
        choices: [
          { message: { content: [{ image: "http://queue/image-1.png" }] } },
          { message: { content: [{ image: "http://queue/image-2.png" }] } },
        ],
      },
      usage: { image_count: 1 },
    },
  });
  expect(callAnswer(generation, "results[].url", linkOf)).toMatchObject({
    body: {
      output: {
        task_status: "SUCCEEDED",
        results: [{ url: "http://queue/image-1.png" }, { url: "http://queue/image-2.png" }],
      },
    },
  });
});

it.each([
  ["content_rejected", "DataInspectionFailed", 400, "DataInspectionFailed"],
  ["arrears", "Arrearage", 400, "Arrearage"],
  ["spend_limit", "", 429, "BudgetLimitExceeded"],
  ["model_denied", "Model.AccessDenied", 403, "Model.AccessDenied"],
  ["download", "", 500, "InternalError.FileUpload"],
])("refuses a generation that failed as %s %j", (kind, given, status, code) => {
  const failure = { kind, code: given, message: "why", requestId: null, charged: false };
  const failed = { ...base, status: "failed", failure } as unknown as EndedGeneration;
  expect(callAnswer(failed, "results[].url", linkOf)).toEqual({
    kind: "refused",
    refusal: { status, code, message: "why" },
  });
});

it("refuses a canceled generation", () => {
  const canceled = { ...base, status: "canceled" } as unknown as EndedGeneration;
  expect(callAnswer(canceled, "results[].url", linkOf)).toMatchObject({
    refusal: { status: 409, message: "The generation gen_1 was canceled." },
  });
});

it.each([
  ["running", false],
  ["failed", true],
] as const)("says whether a generation that is %s has ended", (status, ended) => {
  expect(isEnded({ ...base, status } as unknown as Generation)).toBe(ended);
});
