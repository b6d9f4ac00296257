import { describe, expect, it } from "vitest";

import { isPrivateHost } from "./private-host.ts";

describe("isPrivateHost", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.1",
    "172.16.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "[::1]",
    "[fd00::1]",
    "[::ffff:10.0.0.1]",
    "localhost",
    "redis",
    "a.localhost",
    "printer.local",
    "api.internal",
    "LOCALHOST",
  ])("is true for %s", (host) => expect(isPrivateHost(host)).toBe(true));

  it.each(["dashscope.aliyuncs.com", "8.8.8.8", "[2606:4700::1111]", "internal.example.com"])(
    "is false for %s",
    (host) => expect(isPrivateHost(host)).toBe(false),
  );
});
