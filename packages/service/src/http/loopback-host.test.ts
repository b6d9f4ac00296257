import { expect, it } from "vitest";

import { isOwnHost } from "./loopback-host.ts";

it.each([
  [undefined, true],
  ["127.0.0.1:3000", true],
  ["127.9.9.9", true],
  ["localhost:3000", true],
  ["LOCALHOST", true],
  ["dashqueue.localhost:3000", true],
  ["[::1]:3000", true],
  ["queue.example", true],
  ["queue.example:8443", true],
  ["evil.example:3000", false],
  ["localhost.evil.example", false],
  ["127.0.0.1.evil.example", false],
  ["192.168.1.2:3000", false],
  ["0.0.0.0:3000", false],
  ["", false],
  ["a b", false],
])("finds that the host %j is ours: %j", (host, expected) => {
  expect(isOwnHost(host, "https://queue.example")).toBe(expected);
});
