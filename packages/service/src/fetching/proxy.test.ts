import { expect, it } from "vitest";

import { proxyFor } from "./proxy.ts";

const HTTP_PROXY = "http://plain.proxy:3128";
const HTTPS_PROXY = "http://secure.proxy:3128";

const proxyOf = (url: string, NO_PROXY = "") =>
  proxyFor({ HTTP_PROXY, HTTPS_PROXY, NO_PROXY }, new URL(url))?.hostname ?? null;

it("selects the proxy by the protocol of the URL", () => {
  expect(proxyOf("http://host.example")).toBe("plain.proxy");
  expect(proxyOf("https://host.example")).toBe("secure.proxy");
  expect(proxyFor({ HTTP_PROXY, NO_PROXY: "" }, new URL("https://host.example"))).toBeNull();
});

it.each([
  "http://127.0.0.1:3004",
  "https://localhost",
  "http://[::1]",
  "http://a.localhost",
  "http://localhost.",
])("reaches this machine directly: %s", (url) => {
  expect(proxyOf(url)).toBeNull();
});

it.each([
  ["host.example", "https://host.example", true],
  ["HOST.example", "https://host.example", true],
  ["host.example", "https://sub.host.example", true],
  ["host.example", "https://ghost.example", false],
  ["host.example", "https://host.example.", true],
  [".host.example", "https://sub.host.example", true],
  ["*.host.example", "https://sub.host.example", true],
  ["*", "https://host.example", true],
  ["a.example, host.example", "https://host.example", true],
  ["a.example host.example", "https://host.example", true],
  [",", "https://host.example", false],
  ["host.example:443", "https://host.example", true],
  ["host.example:8443", "https://host.example", false],
  ["host.example:80", "http://host.example", true],
  ["10.0.0.0/8", "https://10.1.2.3", true],
  ["10.0.0.0/8", "https://11.1.2.3", false],
  ["10.0.0.0/8", "https://host.example", false],
  ["10.1.2.3", "https://10.1.2.3", true],
  ["10.1.2.3", "https://[::ffff:10.1.2.3]", true],
  ["10.1.2.3:80", "https://10.1.2.3", false],
  ["2001:db8::/32", "https://[2001:db8::1]", true],
  ["2001:db8::1", "https://[2001:db8:0::1]", true],
  ["[2001:db8::1]:443", "https://[2001:db8::1]", true],
  ["10.0.0.0/8", "https://[2001:db8::1]", false],
])("with NO_PROXY=%s reaches %s directly: %j", (noProxy, url, direct) => {
  expect(proxyOf(url, noProxy) === null).toBe(direct);
});
