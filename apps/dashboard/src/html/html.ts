import { redactText } from "@dashqueue/service";
import escapeHtml from "escape-html";

/** A fragment of a page. Only `html` creates it. */
export interface Html {
  readonly html: string;
}

type Value = string | number | Html | readonly Html[] | null;

/** A template tag that escapes and redacts every value (G7). Put attributes in double quotes. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: String.raw({ raw: literals }, ...values.map(textOf)) };
}

function textOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return escapeHtml(redactText(value));
  if (typeof value === "number") return String(value);
  return "html" in value ? value.html : value.map(({ html }) => html).join("");
}
