import { createHash, randomBytes } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";

import { createDashScopeClient } from "../src/client/create-client.ts";

const KEY = "sk-very-secret";
const BYTES = randomBytes(12 * 1024 * 1024);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = (incoming: IncomingMessage, response: ServerResponse) => unknown;

async function listening(answer: Answer): Promise<string> {
  const server = createServer((incoming, response) => void answer(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(url: string) {
  const client = createDashScopeClient({
    baseUrl: `${url}/api/v1`,
    apiKey: KEY,
    timeoutMs: 5_000,
    now: Date.now,
  });
  closing.push(() => client.close());
  return client;
}

async function fileOf(bytes: Buffer) {
  const folder = await mkdtemp(path.join(tmpdir(), "dashqueue-upload-"));
  closing.push(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "file");
  await writeFile(file, bytes);
  return { name: "upl_1.png", content: await openAsBlob(file, { type: "image/png" }) };
}

const policyFor = (upload_host: string) =>
  JSON.stringify({
    data: { policy: "p", signature: "s", upload_dir: "dir", upload_host, oss_access_key_id: "LTA" },
  });

describe("upload", () => {
  it("requests a policy for the model, then streams the file to the upload host without the API key (G7)", async () => {
    let sent: { headers: IncomingMessage["headers"]; form: FormData } | undefined;
    const host = await listening(async (incoming, response) => {
      const { headers } = incoming;
      const body = new Uint8Array(await buffer(incoming));
      const read = new Response(body, {
        headers: { "content-type": headers["content-type"] ?? "" },
      });
      sent = { headers, form: await read.formData() };
      response.end();
    });
    const asked: unknown[] = [];
    const api = await listening((incoming, response) => {
      asked.push([incoming.url, incoming.headers.authorization]);
      response.end(policyFor(host));
    });
    const answer = await clientOf(api).upload("wan2.1-vace-plus", await fileOf(BYTES));
    expect(answer).toEqual({ kind: "uploaded", url: "oss://dir/upl_1.png" });
    expect(asked).toEqual([
      ["/api/v1/uploads?action=getPolicy&model=wan2.1-vace-plus", `Bearer ${KEY}`],
    ]);
    expect(sent?.headers.authorization).toBeUndefined();
    // Object storage rejects a form without a content length.
    expect(Number(sent?.headers["content-length"])).toBeGreaterThan(BYTES.length);
    expect([...(sent?.form.keys() ?? [])].at(-1)).toBe("file");
    const file = sent?.form.get("file") as File;
    expect([file.name, file.type]).toEqual(["upl_1.png", "image/png"]);
    expect(sha256(Buffer.from(await file.arrayBuffer()))).toBe(sha256(BYTES));
  });

  it("returns the failure of the API or the upload host", async () => {
    const file = await fileOf(BYTES.subarray(0, 10));
    const throttled = await listening((_, response) =>
      response
        .writeHead(429, { "retry-after": "7" })
        .end(JSON.stringify({ code: "Throttling.RateQuota" })),
    );
    expect(await clientOf(throttled).upload("wan2.1-vace-plus", file)).toMatchObject({
      kind: "unavailable",
      failure: { kind: "rate_limited" },
      retryAfterMs: 7_000,
    });
    const cutting = await listening((incoming) => incoming.socket.destroy());
    expect(await clientOf(cutting).upload("wan2.1-vace-plus", file)).toMatchObject({
      kind: "unavailable",
    });
    const api = await listening((_, response) => response.end(policyFor(cutting)));
    expect(await clientOf(api).upload("wan2.1-vace-plus", file)).toMatchObject({
      kind: "unavailable",
      failure: { kind: "network" },
    });
    const small = await listening((_, response) => {
      const { data } = JSON.parse(policyFor(cutting)) as { data: object };
      response.end(JSON.stringify({ data: { ...data, max_file_size_mb: 0 } }));
    });
    expect(await clientOf(small).upload("wan2.1-vace-plus", file)).toMatchObject({
      kind: "refused",
      failure: { kind: "media_rejected" },
    });
  });

  it("ends at once when aborted", async () => {
    const controller = new AbortController();
    const silent = await listening(() => controller.abort());
    const api = await listening((_, response) => response.end(policyFor(silent)));
    const answer = await clientOf(api).upload("m", await fileOf(BYTES), controller.signal);
    expect(answer).toMatchObject({ kind: "unavailable", failure: { kind: "network" } });
  });
});

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
