import { UsageError } from "../terminal/exit-code.ts";
import type { UploadFile } from "./local-files.ts";
import { withUploads } from "./local-files.ts";

/**
 * JSON Lines with every `file:<path>` replaced by the URL of its upload. Empty lines stay, so that
 * the server names the lines as they are in the file.
 *
 * @throws UsageError that names the first line that is not JSON.
 */
export async function linesWithUploads(text: string, upload: UploadFile): Promise<string> {
  // Large files are the rule, and few of them name local files.
  if (!text.includes('"file:')) return text;
  const values = text.split("\n").map((line, index) => {
    if (line.trim() === "") return null;
    try {
      return JSON.parse(line) as unknown;
    } catch (cause) {
      const message = `Line ${index + 1} is not JSON: write one submission a line.`;
      throw new UsageError(message, { cause });
    }
  });
  const replaced = (await withUploads(values, upload)) as readonly unknown[];
  return replaced.map((value) => (value === null ? "" : JSON.stringify(value))).join("\n");
}
