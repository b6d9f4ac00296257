import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createUntrustedFetch } from "../src/index.ts";

const never = new AbortController().signal;
const server = createServer((request, response) => {
  if (request.url === "/redirect") response.writeHead(302, { location: "/secret" }).end();
  else if (request.url?.startsWith("/drop")) request.socket.destroy();
  else if (request.url === "/file") {
    // Like a server that supports range requests.
    const [, from = "0", to = "9"] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const part = "0123456789".slice(Number(from), Number(to || 9) + 1);
    response.writeHead(206, { "content-range": `bytes ${from}-${to || 9}/10` }).end(part);
  } else response.end(`hello ${request.method}`);
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe("a private address", () => {
  const fetch = createUntrustedFetch([]);

  it.each(["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])(
    "is refused as %s before a byte is sent",
    async (host) => {
      const private_ = url.replace("127.0.0.1", host);
      await expect(fetch.download(private_, never)).rejects.toThrow(/not allowed/);
      await expect(fetch.post(private_, "{}", {}, never)).rejects.toThrow(/not allowed/);
    },
  );

  it("is fetched when it is allowed by name", async () => {
    const download = await createUntrustedFetch(["127.0.0.1"]).download(url, never);
    expect([download.status, download.bytes, await text(download.stream)]).toEqual([
      200,
      9,
      "hello GET",
    ]);
    expect(await createUntrustedFetch(["127.0.0.1"]).post(url, "{}", {}, never)).toBe(200);
  });
});

describe("a fetch", () => {
  const fetch = createUntrustedFetch(["127.0.0.1"]);

  it("does not follow redirects of a webhook or of a private host", async () => {
    expect(await fetch.post(`${url}/redirect`, "{}", {}, never)).toBe(302);
    const download = await fetch.download(`${url}/redirect`, never);
    expect(download.status).toBe(302);
    download.stream.resume();
  });

  it("downloads a range of a file and returns the size of the whole file", async () => {
    const part = await fetch.download(`${url}/file`, never, { fromByte: 2, toByte: 4 });
    expect(part).toMatchObject({ status: 206, fromByte: 2, totalBytes: 10 });
    expect(await text(part.stream)).toBe("234");
    const rest = await fetch.download(`${url}/file`, never, { fromByte: 7, etag: '"x"' });
    expect(await text(rest.stream)).toBe("789");
    const whole = await fetch.download(url, never);
    expect(whole.totalBytes).toBe(9);
    whole.stream.resume();
  });

  it.each([
    ["private", "http://localhost:1/"],
    ["refused", "http://127.0.0.1:1/"],
  ])("reports the reason %s", async (reason, address) => {
    await expect(fetch.download(address, never)).rejects.toMatchObject({
      name: "FetchError",
      reason,
    });
  });

  it("reports an error without the URL (G7)", async () => {
    const error = await fetch
      .download(`${url}/drop?Signature=secret`, never)
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify([String(error), error])).not.toContain("secret");
  });

  it("stops when its signal aborts", async () => {
    await expect(fetch.download(url, AbortSignal.abort())).rejects.toThrow("cancel");
  });
});
