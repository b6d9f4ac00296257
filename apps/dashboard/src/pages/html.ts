import { redactText } from "@dashqueue/service";
import escapeHtml from "escape-html";

/** A piece of a page. Only `html` makes it. */
export interface Html {
  readonly html: string;
}

type Value = string | number | Html | readonly Html[] | null;

/** A template for HTML: no value gets into a page without being escaped and redacted. Attributes are in double quotes. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: String.raw({ raw: literals }, ...values.map(textOf)) };
}

function textOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return escapeHtml(redactText(value));
  if (typeof value === "number") return String(value);
  return "html" in value ? value.html : value.map(({ html }) => html).join("");
}
