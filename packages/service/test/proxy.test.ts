import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import tls from "node:tls";

import type { TestProxy } from "@dashqueue/testing";
import { startProxy } from "@dashqueue/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

import { createUntrustedFetch } from "../src/index.ts";

const PUBLIC = "93.184.216.34";
const never = new AbortController().signal;
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

const answer: RequestListener = ({ url, headers }, response) => {
  if (url === "/inside") response.writeHead(302, { location: "http://10.0.0.1/" }).end();
  else response.end(`hello ${headers.host}`);
};
const plain = createServer(answer);
const secure = createTlsServer({ key: fixture("key.pem"), cert: fixture("cert.pem") }, answer);
const trusted = tls.getCACertificates("default");
let proxy: TestProxy;

/** Requests to ports 443 reach the TLS server, all others the plain one. */
const route = (target: string) => (target.endsWith(":443") ? urlOf(secure) : urlOf(plain));

beforeAll(async () => {
  for (const server of [plain, secure])
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  tls.setDefaultCACertificates([...trusted, fixture("cert.pem").toString()]);
});
beforeEach(async () => {
  await proxy?.[Symbol.asyncDispose]();
  proxy = await startProxy({ route });
});
afterAll(async () => {
  tls.setDefaultCACertificates(trusted);
  await proxy[Symbol.asyncDispose]();
  for (const server of [plain, secure]) server.close().closeAllConnections();
});

function urlOf(server: Pick<Server, "address">): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function fetchThrough(
  { url }: Pick<TestProxy, "url">,
  addresses: readonly string[],
  allowed: readonly string[] = [],
) {
  const settings = { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: "" };
  return createUntrustedFetch(allowed, { proxy: settings, resolve: async () => addresses });
}

it.each([
  ["http://files.example/a", `${PUBLIC}:80`],
  ["https://files.example/a", `${PUBLIC}:443`],
])("gives the proxy the checked address of %s, and the server the name", async (url, target) => {
  const { download, post } = fetchThrough(proxy, [PUBLIC]);
  const { status, stream } = await download(url, never);
  expect([status, await text(stream)]).toEqual([200, "hello files.example"]);
  expect(await post(url, "{}", {}, never)).toMatchObject({ status: 200 });
  expect(proxy.requested).toEqual([target, target]);
});

it("verifies the certificate by the name", async () => {
  const { download } = fetchThrough(proxy, [PUBLIC]);
  await expect(download("https://other.example", never)).rejects.toThrow("altnames");
});

it.each([
  ["http://files.example", ["10.0.0.1"]],
  ["https://files.example", ["169.254.169.254"]],
  ["https://files.example", [PUBLIC, "10.0.0.1"]],
  ["https://files.example", ["::1"]],
  ["https://files.example", ["::ffff:10.0.0.1"]],
  ["http://10.0.0.1", []],
  ["https://[fd00::1]", []],
])("does not ask the proxy for %s at the addresses %j", async (url, addresses) => {
  const { download, post } = fetchThrough(proxy, addresses);
  await expect(download(url, never)).rejects.toMatchObject({ reason: "private" });
  await expect(post(url, "{}", {}, never)).rejects.toMatchObject({ reason: "private" });
  expect(proxy.requested).toEqual([]);
});

it("gives the proxy a private address of an allowed range", async () => {
  const { download } = fetchThrough(proxy, ["10.0.0.1"], ["10.0.0.0/8"]);
  (await download("https://files.example", never)).stream.resume();
  expect(proxy.requested).toEqual(["10.0.0.1:443"]);
});

it("checks every target of a redirect", async () => {
  const { download } = fetchThrough(proxy, [PUBLIC]);
  const redirected = download("http://files.example/inside", never);
  await expect(redirected).rejects.toMatchObject({ reason: "private" });
  expect(proxy.requested).toEqual([`${PUBLIC}:80`]);
});

it("never lets the proxy resolve a name, which may lead elsewhere by then", async () => {
  const answers = [[PUBLIC], ["10.0.0.1"]];
  const { post } = createUntrustedFetch([], {
    proxy: { HTTP_PROXY: proxy.url, NO_PROXY: "" },
    resolve: async () => answers.shift() ?? [],
  });
  const rebinding = () => post("http://rebinding.example/", "{}", {}, never);
  expect(await rebinding()).toMatchObject({ status: 200 });
  await expect(rebinding()).rejects.toMatchObject({ reason: "private" });
  await expect(rebinding()).rejects.toThrow("this machine cannot resolve the host");
  expect(proxy.requested).toEqual([`${PUBLIC}:80`]);
});

it("reports a proxy that refuses or cannot be reached, and never its answer", async () => {
  await using refusing = await startProxy({ route, refuseWith: 403 });
  for (const url of ["http://files.example", "https://files.example"])
    await expect(fetchThrough(refusing, [PUBLIC]).download(url, never)).rejects.toThrow(
      "the proxy refused to connect: it answered 403",
    );
  const { download } = fetchThrough({ url: "http://127.0.0.1:1" }, [PUBLIC]);
  await expect(download("https://files.example", never)).rejects.toThrow(
    "the proxy cannot be reached",
  );
});

it("gives the proxy the name of an allowed host, and the proxy's own credentials", async () => {
  const url = proxy.url.replace("//", "//user:pass%20word@");
  const { download } = fetchThrough({ url }, [], ["files.example"]);
  for (const address of ["http://files.example/a", "https://files.example/a"]) {
    const { stream } = await download(address, never);
    expect(await text(stream)).toBe("hello files.example");
  }
  expect(proxy.requested).toEqual(["http://files.example/a", "files.example:443"]);
  const basic = `Basic ${Buffer.from("user:pass word").toString("base64")}`;
  expect(proxy.credentials).toEqual([basic, basic]);
  const checked = fetchThrough({ url }, [PUBLIC]);
  (await checked.download("https://files.example", never)).stream.destroy();
  expect(proxy.credentials.at(-1)).toBe(basic);
});

it("reaches this machine directly, under the same checks", async () => {
  const { download } = fetchThrough(proxy, [PUBLIC]);
  await expect(download(urlOf(plain), never)).rejects.toMatchObject({ reason: "private" });
  const allowed = fetchThrough(proxy, [PUBLIC], ["127.0.0.1"]);
  (await allowed.download(urlOf(plain), never)).stream.resume();
  expect(proxy.requested).toEqual([]);
});
