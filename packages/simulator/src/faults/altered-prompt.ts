/**
 * Ways in which a provider may alter a prompt between the create request and `orig_prompt`.
 * Inferred from what databases and filters do; none is documented.
 */
export const ALTERATIONS = [
  "replace-surrogates",
  "replace-beyond-basic-plane",
  "drop-control",
  "drop-zero-width",
  "nfc",
  "nfkc",
  "collapse-white-space",
  "cut",
] as const;

export type Alteration = (typeof ALTERATIONS)[number];

/** The prompt after these alterations, one after the other. */
export function alteredPrompt(prompt: string, by: readonly Alteration[]): string {
  return by.reduce(altered, prompt);
}

function altered(prompt: string, by: Alteration): string {
  switch (by) {
    case "replace-surrogates":
      return prompt.toWellFormed();
    case "replace-beyond-basic-plane":
      return prompt.replaceAll(/[\u{10000}-\u{10ffff}]/gu, "?");
    case "drop-control":
      return prompt.replaceAll(/[^\P{Control}\t\n\r]/gu, "");
    case "drop-zero-width":
      return prompt.replaceAll(/[\u200b-\u200f\u2060-\u2064\ufeff]/g, "");
    case "nfc":
      return prompt.normalize("NFC");
    case "nfkc":
      return prompt.normalize("NFKC");
    case "collapse-white-space":
      return prompt.replaceAll(/\s+/g, " ").trim();
    case "cut":
      // By UTF-16 units, so that a surrogate pair may be cut in two.
      return prompt.slice(0, Math.ceil(prompt.length / 2));
  }
}
