import { describe, expect, it } from "vitest";

import type { UploadedFile } from "./upload.ts";
import { uploadProblems, uploadsIn } from "./upload.ts";

const PICTURE = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
const FILM = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RD";
const GONE = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RE";

const upload = (id: string, contentType: string): readonly [string, UploadedFile] => [
  id,
  { bytes: 1, contentType },
];
const known = new Map([upload(PICTURE, "image/png"), upload(FILM, "video/mp4")]);
const request = (input: Record<string, unknown>) => ({ model: "wan2.1-vace-plus", input });

describe("uploadsIn", () => {
  it("returns each upload once, and no other URL", () => {
    const urls = [`upload://${PICTURE}`, "https://media.example/1.png", `upload://${PICTURE}`];
    expect(uploadsIn(request({ prompt: `upload://${FILM}`, ref_images_url: urls }))).toEqual([
      PICTURE,
    ]);
  });
});

describe("uploadProblems", () => {
  it("accepts uploads that exist and fit, and other URLs", () => {
    const ref_images_url = [`upload://${PICTURE}`, "https://media.example/1.png"];
    const fitting = {
      ref_images_url,
      video_url: `upload://${FILM}`,
      reference_urls: [`upload://${FILM}`],
    };
    expect(uploadProblems(request(fitting), known)).toEqual([]);
  });

  it("names every field whose upload does not exist or has another type", () => {
    const ref_images_url = [`upload://${GONE}`, `upload://${FILM}`];
    const problems = uploadProblems(
      request({ ref_images_url, video_url: `upload://${PICTURE}` }),
      known,
    );
    expect(problems.map(({ path, message }) => `${path} ${message}`)).toEqual([
      "input.ref_images_url[0] names an upload that does not exist or has expired: send the file to POST /v1/uploads first",
      "input.ref_images_url[1] must be an image; this upload is video/mp4",
      "input.video_url must be a video; this upload is image/png",
    ]);
  });

  it("names a file that is larger than the model accepts", () => {
    const [, picture] = upload(PICTURE, "image/png");
    const large = new Map([[PICTURE, { ...picture, bytes: 11 * 1024 * 1024 }]]);
    const ref_images_url = [`upload://${PICTURE}`];
    expect(uploadProblems(request({ ref_images_url }), large)).toEqual([
      { path: "input.ref_images_url[0]", message: "must be at most 10 MB, is 11 MB" },
    ]);
  });

  it("names a file that is not of the kind that the model needs", () => {
    const files = new Map([upload(PICTURE, "application/pdf")]);
    const media = [{ type: "file", url: `upload://${PICTURE}` }];
    expect(uploadProblems({ model: "wan3.0-video", input: { media } }, files)).toEqual([]);
    expect(
      uploadProblems(request({ reference_urls: [`upload://${PICTURE}`] }), files),
    ).toMatchObject([{ path: "input.reference_urls[0]" }]);
  });
});
