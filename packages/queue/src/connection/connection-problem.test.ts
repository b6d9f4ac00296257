import { expect, it } from "vitest";

import { connectionProblem } from "./connection-problem.ts";

it.each<[string, string, string]>([
  [
    "SELF_SIGNED_CERT_IN_CHAIN",
    "self-signed certificate in certificate chain",
    "NODE_EXTRA_CA_CERTS",
  ],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match", "name the host in REDIS_URL"],
  ["EPROTO", "write EPROTO: wrong version number", "redis://"],
  ["", "WRONGPASS invalid username-password pair", "check the user and the password"],
  ["ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1", "check REDIS_URL and the server"],
])("says what to do about %s %j", (code, message, advice) => {
  const text = connectionProblem(Object.assign(new Error(message), { code }));
  expect(text).toContain(`${message}: `);
  expect(text).toContain(advice);
});

it("puts one mark between the message and what to do", () => {
  const refused = new Error("WRONGPASS invalid username-password pair or user is disabled.");
  expect(connectionProblem(refused)).toMatch(/disabled: check/);
});

it("repeats any other message", () => {
  expect(connectionProblem(new Error("Connection is closed."))).toBe("Connection is closed.");
});
