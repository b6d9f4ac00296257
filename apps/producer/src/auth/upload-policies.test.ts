import { expect, it } from "vitest";

import { createUploadPolicies } from "./upload-policies.ts";

const FOLDER = "dashqueue/1";
const START = Date.UTC(2026, 10, 26);

it("allows one folder until the policy expires", () => {
  let now = START;
  const policies = createUploadPolicies(["secret"], () => now);
  const { policy, signature, expiresSeconds } = policies.issue(FOLDER, "films");
  now += expiresSeconds * 1000 - 1;
  expect(policies.check(policy, signature)).toEqual({
    kind: "valid",
    folder: FOLDER,
    tenant: "films",
  });
  now += 1;
  expect(policies.check(policy, signature)).toEqual({ kind: "expired" });
});

it("accepts the policies of older secrets, and of no others", () => {
  const by = (...secrets: string[]) => createUploadPolicies(secrets, () => START);
  const { policy, signature } = by("older").issue(FOLDER, "films");
  expect(by("newer", "older").check(policy, signature).kind).toBe("valid");
  expect(by("newer").check(policy, signature).kind).toBe("invalid");
  expect(by().check(policy, signature).kind).toBe("invalid");
});

it("accepts its own policies without a secret, because the API is open then", () => {
  const { policy, signature } = createUploadPolicies([], () => START).issue(FOLDER, "films");
  expect(createUploadPolicies([], () => START).check(policy, signature).kind).toBe("valid");
});

it.each<[unknown, unknown]>([
  ["eyJ9", "AAAA"],
  ["", ""],
  [undefined, undefined],
  [["a"], ["b"]],
])("refuses the policy %j with the signature %j", (policy, signature) => {
  expect(createUploadPolicies(["secret"], () => START).check(policy, signature)).toEqual({
    kind: "invalid",
  });
});
