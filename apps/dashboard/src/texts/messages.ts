import { OWN_MESSAGES } from "./messages/all-messages.ts";
import type { Translate } from "./translate.ts";

/** The message of a failure. The provider's own words, and what is new, stay as they are. */
export function messageText(message: string, t: Translate): string {
  return t.language === "en" ? message : chineseOf(message);
}

function chineseOf(message: string): string {
  for (const [pattern, chinese] of OWN_MESSAGES) {
    const found = pattern.exec(message);
    if (found === null) continue;
    const part = (n: string) => found[Number(n)] ?? "";
    return chinese.replaceAll(/\$(\d)|\{(\d)\}/g, (_, raw?: string, nested?: string) =>
      raw === undefined ? chineseOf(part(nested ?? "")) : part(raw),
    );
  }
  return message;
}
