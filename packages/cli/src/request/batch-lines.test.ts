import { expect, it } from "vitest";

import { UsageError } from "../terminal/exit-code.ts";
import { linesWithUploads } from "./batch-lines.ts";

it("uploads each local file of a batch once, and keeps the places of lines", async () => {
  const uploaded: string[] = [];
  const upload = async (file: string) => `upload://${uploaded.push(file)}`;
  const lines = ['{"img_url":"file:cat.png"}', "", '{"media":[{"url":"file:cat.png"}]}', ""];
  expect(await linesWithUploads(lines.join("\n"), upload)).toBe(
    '{"img_url":"upload://1"}\n\n{"media":[{"url":"upload://1"}]}\n',
  );
  expect(uploaded).toEqual(["cat.png"]);
});

it("leaves a text without local files as it is", async () => {
  const upload = () => Promise.reject(new Error("nothing to upload"));
  expect(await linesWithUploads("not JSON\n", upload)).toBe("not JSON\n");
});

it("names the line that is not JSON", async () => {
  const upload = async () => "upload://1";
  const reading = linesWithUploads('{"a":"file:b"}\n{', upload);
  await expect(reading).rejects.toThrow(UsageError);
  await expect(reading).rejects.toThrow("Line 2");
});
