import { describe, expect, it } from "vitest";

import { uploadForm } from "./upload-form.ts";

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
const file = { name: "1.png", content: new Blob(["bytes"]) };

describe("uploadForm", () => {
  it("has the fields in the documented order, the file last", () => {
    const form = [...uploadForm(policy, file)];
    expect(form.slice(0, -1)).toEqual([
      ["OSSAccessKeyId", "LTA"],
      ["Signature", "g5K"],
      ["policy", "eyJl"],
      ["x-oss-object-acl", "private"],
      ["x-oss-forbid-overwrite", "true"],
      ["key", "dashscope-instant/1/2026-11-23/2/1.png"],
      ["success_action_status", "200"],
    ]);
    expect(form.at(-1)).toMatchObject(["file", { name: "1.png", size: 5 }]);
  });
});
