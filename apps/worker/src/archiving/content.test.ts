import type { ResultKind } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import { contentOf } from "./content.ts";

const text = (content: string) => Buffer.from(content);
const bytes = (hex: string) => Buffer.concat([Buffer.from(hex, "hex"), Buffer.alloc(300, 0xf7)]);
const MP4 = bytes("000000186674797069736f6d0000020069736f6d");
const M4A = bytes("00000018667479704d344120000002004d344120");
const WEBM = bytes("1a45dfa3a3428681014282847765626d");
const PNG = bytes("89504e470d0a1a0a0000000d4948445200000008000000080802000000");
const JPEG = bytes("ffd8ffe000104a46494600010100000100010000");
const GIF = bytes("474946383961");
const WEBP = bytes("524946462400000057454250565038204000");
const WAV = bytes("52494646240000005741564566d742010000");
const MP3 = bytes("4944330300000000000a");
const GLB = bytes("676c544602000000");
const ZIP = bytes("504b0304140000000800");
const UNKNOWN = bytes("f7f7f7f7");
const HTML = text("\n<!DOCTYPE html>\n<html><body>502</body></html>");
const XML_ERROR = text('<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>');
const SVG = text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>');

const GZIP = bytes("1f8b0800000000000003");

const check = (head: Buffer, kind: ResultKind | null, url = "https://x/a", type?: string) =>
  contentOf(head, { kind, url, contentType: "", answeredType: type ?? null });
const checkAs = (contentType: string, head: Buffer) =>
  contentOf(head, { kind: null, url: "https://x/a", contentType, answeredType: null });

describe("contentOf", () => {
  it.each<[string, Buffer, ResultKind | null, string | null]>([
    ["an MP4", MP4, "video", "video/mp4"],
    ["a WebM", WEBM, "video", "video/webm"],
    ["a PNG", PNG, "image", "image/png"],
    ["a JPEG", JPEG, "image", "image/jpeg"],
    ["a GIF", GIF, "image", "image/gif"],
    ["a WebP", WEBP, "image", "image/webp"],
    ["a WAV", WAV, "audio", "audio/wav"],
    ["an MP3", MP3, "audio", "audio/mpeg"],
    ["sound in an MP4", MP4, "audio", "video/mp4"],
    ["an M4A", M4A, "audio", expect.stringContaining("audio/") as string],
    ["a GLB", GLB, "model", null],
    ["an OBJ", text("v 0 0 0\nv 1 0 0"), "model", null],
    ["JSON", text('{"transcripts":[]}'), "text", null],
    ["an SVG", SVG, "image", null],
    ["an archive of an unknown kind", ZIP, null, null],
    ["a video of an unknown kind", MP4, null, "video/mp4"],
    ["a video format that nobody knows", UNKNOWN, "video", null],
    ["anything that nobody knows", UNKNOWN, null, null],
    ["an XML document", text("<?xml version='1.0'?><scene/>"), null, null],
  ])("takes %s", async (_, head, kind, contentType) => {
    expect(await check(head, kind)).toEqual({ kind: "plausible", contentType });
  });

  it.each<[string, Buffer, ResultKind | null]>([
    ["nothing", Buffer.alloc(0), null],
    ["an HTML page for a video", HTML, "video"],
    ["an HTML page for anything", HTML, null],
    ["an XML error for an image", XML_ERROR, "image"],
    ["an XML error for anything", XML_ERROR, null],
    ["an XML error without a declaration", text("<Error><Code>NoSuchKey</Code></Error>"), null],
    ["JSON for a video", text('{"error":"not found"}'), "video"],
    ["a text for an image", text("upstream timed out"), "image"],
    ["a picture for a video", PNG, "video"],
    ["a video for a picture", MP4, "image"],
    ["a song for a video", MP3, "video"],
    ["a picture for a model", JPEG, "model"],
    ["an archive for a video", ZIP, "video"],
  ])("refuses %s (G6)", async (_, head, kind) => {
    expect(await check(head, kind)).toMatchObject({ kind: "wrong" });
  });

  it.each<[string, Buffer]>([
    ["application/json", text(' {"transcripts":[]}')],
    ["application/json", text("\uFEFF[]")],
    ["application/gzip", GZIP],
    ["model/gltf-binary", GLB],
  ])("accepts bytes that start like %s", async (contentType, head) => {
    expect(await checkAs(contentType, head)).toEqual({ kind: "plausible", contentType: null });
  });

  it.each<[string, Buffer]>([
    ["application/json", text("upstream timed out")],
    ["application/json", GZIP],
    ["application/json", PNG],
    ["application/gzip", text('{"error":"not found"}')],
    ["application/gzip", ZIP],
    ["model/gltf-binary", text('{"error":"not found"}')],
    ["model/gltf-binary", JPEG],
  ])("refuses what does not start like %s (G6)", async (contentType, head) => {
    expect(await checkAs(contentType, head)).toMatchObject({ kind: "wrong" });
  });

  it("decides by the Content-Type if the link does not show the kind", async () => {
    expect(await check(text("oops"), null, "https://x/a", "video/mp4")).toMatchObject({
      kind: "wrong",
    });
    expect(await check(text("fine"), null, "https://x/a", "text/plain")).toMatchObject({
      kind: "plausible",
    });
  });

  it("accepts an HTML page only from a link to one", async () => {
    expect(await check(HTML, null, "https://x/report.html?Signature=x")).toMatchObject({
      kind: "plausible",
    });
  });
});
