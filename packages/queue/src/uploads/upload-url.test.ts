import { describe, expect, it } from "vitest";

import { uploadIdOf, uploadUrl } from "./upload-url.ts";

const ID = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
const URL = uploadUrl(ID);

describe("uploadIdOf", () => {
  it("returns the id of an upload URL", () => expect(uploadIdOf(URL)).toBe(ID));

  it.each([`${URL}/../x`, `${URL}0`, URL.toLowerCase(), "upload://x", "https://x.example/1.png"])(
    "returns null for %s",
    (url) => expect(uploadIdOf(url)).toBeNull(),
  );
});
