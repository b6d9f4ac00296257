import { expect, it } from "vitest";

import { keyFor, sign } from "./signer.ts";
import type { UploadPolicies, UploadPolicy } from "./upload-policies.ts";
import { createUploadPolicies } from "./upload-policies.ts";

const FOLDER = "dashqueue/1";
const START = Date.UTC(2026, 10, 26);

const policiesOf = (secrets: readonly string[], tokens: readonly string[] = []) =>
  createUploadPolicies({ secrets, tokens, now: () => START });

function issued(policies: UploadPolicies, tenant: string): UploadPolicy {
  const policy = policies.issue(FOLDER, tenant);
  if (policy === null) throw new Error("nothing may sign");
  return policy;
}

it("allows one folder until the policy expires", () => {
  let now = START;
  const policies = createUploadPolicies({ secrets: ["secret"], tokens: [], now: () => now });
  const { policy, signature, expiresSeconds } = issued(policies, "films");
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
  const { policy, signature } = issued(policiesOf(["older"]), "films");
  expect(policiesOf(["newer", "older"]).check(policy, signature).kind).toBe("valid");
  expect(policiesOf(["newer"]).check(policy, signature).kind).toBe("invalid");
  expect(policiesOf([]).check(policy, signature).kind).toBe("invalid");
});

it.each([
  ["a token", ["token"], "token"],
  ["no secret, because the API is open then", [], ""],
])("signs with %s for the default tenant alone", (_, tokens, known) => {
  const policies = policiesOf([], tokens);
  const own = issued(policies, "default");
  expect(policies.check(own.policy, own.signature).kind).toBe("valid");
  expect(policies.issue(FOLDER, "films")).toBeNull();
  // Everybody who knows the token can make these.
  const forged = issued(policiesOf([known]), "films");
  expect(policies.check(forged.policy, forged.signature).kind).toBe("invalid");
  const text = Buffer.from("{").toString("base64");
  const signature = sign(keyFor("upload policies", known), text).toString("base64");
  expect(policies.check(text, signature).kind).toBe("invalid");
});

it("accepts a token for the default tenant alone if there are secrets, too", () => {
  const policies = policiesOf(["secret"], ["token"]);
  const kindOf = (tenant: string) => {
    const { policy, signature } = issued(policiesOf(["token"]), tenant);
    return policies.check(policy, signature).kind;
  };
  expect([kindOf("default"), kindOf("films")]).toEqual(["valid", "invalid"]);
});

it.each<[unknown, unknown]>([
  ["eyJ9", "AAAA"],
  ["", ""],
  [undefined, undefined],
  [["a"], ["b"]],
])("refuses the policy %j with the signature %j", (policy, signature) => {
  expect(policiesOf(["secret"]).check(policy, signature)).toEqual({
    kind: "invalid",
  });
});
