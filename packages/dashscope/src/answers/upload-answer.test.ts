import { describe, expect, it } from "vitest";

import { readUploadAnswer, readUploadPolicy, sizeProblem } from "./upload-answer.ts";

const policy = {
  policy: "eyJl",
  signature: "g5K",
  upload_dir: "dashscope-instant/1/2026-11-23/2",
  upload_host: "https://dashscope-file.oss-cn-beijing.aliyuncs.com",
  oss_access_key_id: "LTA",
  x_oss_object_acl: "private",
  x_oss_forbid_overwrite: "true",
  max_file_size_mb: 100,
};
const answer = (status: number, body: unknown, headers = {}) => ({
  status,
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
});

describe("readUploadPolicy", () => {
  it("reads the documented answer, with and without its optional fields", () => {
    expect(readUploadPolicy(answer(200, { request_id: "1", data: policy }), 0)).toEqual({
      kind: "policy",
      policy,
    });
    const {
      x_oss_object_acl: _,
      x_oss_forbid_overwrite: __,
      max_file_size_mb: ___,
      ...least
    } = policy;
    expect(readUploadPolicy(answer(200, { data: least }), 0)).toMatchObject({ kind: "policy" });
  });

  it.each([
    [429, { code: "Throttling.RateQuota" }, "unavailable", "rate_limited"],
    [401, { code: "InvalidApiKey" }, "refused", "authentication"],
    [400, { code: "InvalidParameter", message: "Model not exist." }, "refused", "configuration"],
    [200, { code: "InternalError", data: policy }, "unavailable", "provider_error"],
    [200, { data: { ...policy, upload_host: "ftp://host" } }, "unavailable", "unreadable"],
    [502, "<html>", "unavailable", "unreadable"],
  ] as const)("reads %i %j as %s, %s", (status, body, kind, failure) => {
    expect(readUploadPolicy(answer(status, body), 0)).toMatchObject({
      kind,
      failure: { kind: failure },
    });
  });
});

describe("sizeProblem", () => {
  it("rejects a file that is larger than the policy allows", () => {
    const most = 100 * 1024 * 1024;
    expect(sizeProblem(policy, most)).toBeNull();
    expect(sizeProblem({ ...policy, max_file_size_mb: null }, most + 1)).toBeNull();
    expect(sizeProblem(policy, most + 1)).toMatchObject({
      kind: "refused",
      failure: { kind: "media_rejected" },
    });
  });
});

describe("readUploadAnswer", () => {
  const xml = (code: string, message: string) =>
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

  it("returns the URL of the uploaded file", () => {
    expect(readUploadAnswer(answer(200, ""), "a/1.png")).toEqual({
      kind: "uploaded",
      url: "oss://a/1.png",
    });
  });

  it("can be retried after most refusals, with a new policy", () => {
    const late = xml("AccessDenied", "Invalid according to Policy: Policy expired.");
    expect(readUploadAnswer(answer(403, late), "a")).toMatchObject({
      kind: "unavailable",
      failure: { kind: "provider_error", code: "AccessDenied", charged: false },
    });
    expect(readUploadAnswer(answer(503, "busy"), "a")).toMatchObject({
      kind: "unavailable",
      failure: { code: "", message: "the upload host returned status 503" },
    });
  });

  it("cannot be retried when the file is too large", () => {
    const large = xml("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.");
    expect(readUploadAnswer(answer(400, large), "a")).toMatchObject({
      kind: "refused",
      failure: { kind: "media_rejected" },
    });
  });
});
