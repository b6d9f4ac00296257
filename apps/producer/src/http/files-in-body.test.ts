import { ProblemError } from "@dashqueue/service";
import { describe, expect, it } from "vitest";

import { takeFiles } from "./files-in-body.ts";
import { cutLongTexts } from "./long-texts.ts";

const LIMIT = 1024 * 1024;
const BYTES = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(12_000, 7)]);
const BASE64 = BYTES.toString("base64");

function take(body: unknown, spell = (json: string) => json) {
  const cut = cutLongTexts(Buffer.from(spell(JSON.stringify(body))), LIMIT);
  if (cut === null) throw new Error("the body is too large");
  return takeFiles(JSON.parse(cut.rest.toString()), cut.longTexts, LIMIT);
}
const bodyWith = (img_url: string, prompt: unknown = "a girl") => ({
  model: "wan2.6-i2v",
  input: { prompt, img_url },
});

describe("takeFiles", () => {
  it.each([
    ["a data URL", `data:image/png;base64,${BASE64}`, "image/png"],
    ["plain base64", BASE64, "image/png"],
  ])("takes %s out, and names its upload", (_, url, declaredType) => {
    const taken = take(bodyWith(url));
    const [[id, file] = []] = taken?.files ?? [];
    expect(taken?.body).toEqual(bodyWith(`upload://${id}`));
    expect(file?.declaredType).toBe(declaredType);
    expect(file?.bytes.equals(BYTES)).toBe(true);
  });

  // The Java SDK escapes `=`, .NET `+`, and PHP `/`.
  it("reads base64 that a JSON encoder has escaped", () => {
    const escaped = (json: string) =>
      json.replaceAll("/", "\\/").replaceAll("+", "\\u002B").replaceAll("=", "\\u003d");
    const bytes = Buffer.from("+/+/".repeat(3_000), "base64").subarray(1);
    const taken = take(bodyWith(`data:image/png;base64,${bytes.toString("base64")}`), escaped);
    expect([...(taken?.files.values() ?? [])].map(({ bytes }) => bytes)).toEqual([bytes]);
  });

  it("makes a data URL of shorter plain base64", () => {
    const short = BYTES.subarray(0, 60).toString("base64");
    const media = (url: string) => ({ input: { media: [{ type: "first_frame", url }] } });
    const taken = take(media(short));
    const body = media(`data:image/png;base64,${short}`);
    expect(taken).toEqual({ body, files: new Map(), textBytes: 0 });
  });

  it("extracts a file that is named twice only once", () => {
    const media = ["first_frame", "last_frame"].map((type) => ({ type, url: BASE64 }));
    expect(take({ input: { media } })?.files.size).toBe(1);
  });

  it("returns all other long texts to their places", () => {
    const long = '\u732b \\" '.repeat(5_000);
    for (const body of [
      bodyWith("https://media.example/1.png", long),
      bodyWith(`https://media.example/${long}`, BASE64),
      bodyWith(Buffer.alloc(12_000, 7).toString("base64")),
      bodyWith("https://media.example/1.png", { [long]: long }),
      [long],
      long,
      null,
    ]) {
      const taken = take(body);
      expect(taken?.files.size).toBe(0);
      expect(JSON.stringify(taken?.body) === JSON.stringify(body)).toBe(true);
    }
  });

  it("returns null if these are too long together", () => {
    expect(take({ metadata: { a: "x".repeat(LIMIT / 2), b: "y".repeat(LIMIT / 2) } })).toBeNull();
  });

  it("names the field of a file that is damaged", () => {
    const damaged = bodyWith(`data:image/png;base64,${BASE64}*`);
    expect(() => take(damaged)).toThrow(ProblemError);
    expect(() => take(damaged)).toThrow(/^input\.img_url is not valid base64/);
  });
});
