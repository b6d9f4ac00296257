import { FAILURE_KINDS as PROVIDER_FAILURE_KINDS } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import { adviceOf, FAILURE_POLICY } from "./failure-policy.ts";
import { failureSchema } from "./failure.ts";

const rest = { code: "", message: "because", requestId: null, charged: null };

describe("failureSchema", () => {
  it.each(PROVIDER_FAILURE_KINDS)("accepts the provider's kind %s", (kind) => {
    expect(failureSchema.parse({ kind, ...rest })).toEqual({ kind, ...rest });
  });

  it.each(["expired", "unresolved", "storage", "download", "spend_limit"])("accepts %s", (kind) => {
    expect(failureSchema.parse({ kind, ...rest })).toEqual({ kind, ...rest });
  });

  it("rejects an unknown kind", () => {
    expect(failureSchema.safeParse({ kind: "surprise", ...rest }).success).toBe(false);
  });
});

describe("FAILURE_POLICY", () => {
  it.each(Object.entries(FAILURE_POLICY))(
    "gives advice in one sentence for %s",
    (_, { advice }) => {
      expect(advice).toMatch(/^[A-Z][^.]+\.$/);
    },
  );
});

describe("adviceOf", () => {
  it("advises what the code of the archive's failure asks for", () => {
    const storage = (code?: string) => adviceOf({ kind: "storage", ...(code && { code }) });
    expect(storage("ENOSPC")).toBe("Free space in the archive.");
    expect(storage("AccessDenied")).toBe("Give the worker write access to the archive.");
    expect(storage("EIO")).toBe(FAILURE_POLICY.storage.advice);
    expect(storage()).toBe(FAILURE_POLICY.storage.advice);
    expect(adviceOf({ kind: "arrears", code: "ENOSPC" })).toBe(FAILURE_POLICY.arrears.advice);
  });
});
