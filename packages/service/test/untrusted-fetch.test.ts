import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createUntrustedFetch } from "../src/index.ts";

const never = new AbortController().signal;
const FILE = Buffer.from("0123456789".repeat(5_000));
const ENCODED: Readonly<Record<string, Buffer>> = {
  gzip: gzipSync(FILE),
  deflate: deflateSync(FILE),
  br: brotliCompressSync(FILE),
  zstd: zstdCompressSync(FILE),
  compress: FILE,
};

const server = createServer((request, response) => {
  if (request.url === "/redirect") response.writeHead(302, { location: "/secret" }).end();
  else if (request.url?.startsWith("/drop")) request.socket.destroy();
  else if (request.url?.startsWith("/encoded/")) {
    const [, , coding = "", part] = request.url.split("/");
    const bytes = ENCODED[coding]!.subarray(0, part === "cut" ? -12 : undefined);
    response.writeHead(200, { "content-encoding": coding, etag: '"v1"' }).end(bytes);
  } else if (request.url === "/unsized") {
    response.useChunkedEncodingByDefault = false;
    response.writeHead(200, { "content-type": "Video/MP4; codecs=avc1" }).end(FILE);
  } else if (request.url === "/stall") response.writeHead(200, { "content-length": 9 }).write("0");
  else if (request.url === "/drip") {
    response.writeHead(200, { "content-length": 1_000_000 });
    const timer = setInterval(() => response.write("0"), 10);
    response.once("close", () => clearInterval(timer));
  } else if (request.url === "/large") response.end(Buffer.alloc(4_000_000));
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
    expect(await createUntrustedFetch(["127.0.0.1"]).post(url, "{}", {}, never)).toMatchObject({
      status: 200,
    });
  });
});

describe("a public name with a private address", () => {
  const atLocalhost = () => url.replace("127.0.0.1", "localhost");

  it("is refused, and the reason names the address", async () => {
    await expect(createUntrustedFetch([]).download(atLocalhost(), never)).rejects.toMatchObject({
      reason: "private",
      message: expect.stringMatching(/^the private address [\d.:]+ is not allowed$/) as string,
    });
    await expect(
      createUntrustedFetch(["127.0.0.0/8"]).download("http://198.18.0.7/", never),
    ).rejects.toMatchObject({ reason: "private" });
  });

  it("is fetched when its range is named", async () => {
    const fetch = createUntrustedFetch(["127.0.0.0/8", "::1/128"]);
    const { stream } = await fetch.download(atLocalhost(), never);
    expect(await text(stream)).toBe("hello GET");
  });
});

describe("a download", () => {
  const fetch = createUntrustedFetch(["127.0.0.1"]);

  it.each(["gzip", "deflate", "br", "zstd"])("is decoded from %s", async (coding) => {
    const download = await fetch.download(`${url}/encoded/${coding}`, never);
    expect(download).toMatchObject({ bytes: null, endIsKnown: true, etag: null });
    expect((await buffer(download.stream)).equals(FILE)).toBe(true);
  });

  it.each(["gzip", "deflate", "br", "zstd"])("fails when it is truncated in %s", async (coding) => {
    const { stream } = await fetch.download(`${url}/encoded/${coding}/cut`, never);
    await expect(buffer(stream)).rejects.toThrow("unexpected end of file");
  });

  it("fails in an encoding that cannot be decoded", async () => {
    await expect(fetch.download(`${url}/encoded/compress`, never)).rejects.toThrow(
      "the host sent the Content-Encoding compress",
    );
  });

  it("that ends with the connection says that its end is not known", async () => {
    const download = await fetch.download(`${url}/unsized`, never);
    expect(download).toMatchObject({
      bytes: null,
      endIsKnown: false,
      contentType: "video/mp4",
    });
    expect((await buffer(download.stream)).equals(FILE)).toBe(true);
  });
});

describe("a stalled download", () => {
  const fetch = createUntrustedFetch(["127.0.0.1"], {
    leastPace: { bytes: 1_000, windowMs: 100 },
  });

  it.each(["/stall", "/drip"])("fails at %s", async (path) => {
    const { stream } = await fetch.download(`${url}${path}`, never);
    await expect(buffer(stream)).rejects.toMatchObject({ name: "FetchError", reason: "stalled" });
  });

  it("ends at once when its signal aborts", async () => {
    const patient = createUntrustedFetch(["127.0.0.1"]);
    const controller = new AbortController();
    const { stream } = await patient.download(`${url}/stall`, controller.signal);
    controller.abort();
    await expect(buffer(stream)).rejects.toThrow("cancel");
  });

  it("is not one whose reader is slow", async () => {
    const { stream } = await fetch.download(`${url}/large`, never);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await buffer(stream)).length).toBe(4_000_000);
  });
});

describe("a fetch", () => {
  const fetch = createUntrustedFetch(["127.0.0.1"]);

  it("does not follow redirects of a webhook or of a private host", async () => {
    expect(await fetch.post(`${url}/redirect`, "{}", {}, never)).toMatchObject({ status: 302 });
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
