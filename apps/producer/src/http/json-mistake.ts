import type { ParseError } from "jsonc-parser";
import { getLocation, parse, printParseErrorCode } from "jsonc-parser";

import { charactersCut } from "./long-texts.ts";

/**
 * The first mistake in a text that is not JSON, as the end of a sentence: what is wrong, the line,
 * the column and the field. `JSON.parse` names no place for some mistakes.
 *
 * @param longTexts what was cut out of the text
 */
export function mistakeIn(text: string, longTexts: readonly Buffer[]): string {
  const mistake = firstMistake(text);
  if (mistake === undefined) return "";
  const before = text.slice(0, mistake.offset);
  const lines = before.split("\n");
  const lastLine = lines.at(-1) ?? "";
  const column = lastLine.length + charactersCut(lastLine, longTexts) + 1;
  const reason = REASONS.get(printParseErrorCode(mistake.error)) ?? "something is wrong";
  return `: ${reason} at line ${lines.length}, column ${column}${fieldAt(text, mistake.offset)}`;
}

function firstMistake(text: string): ParseError | undefined {
  const mistakes: ParseError[] = [];
  try {
    parse(text, mistakes, { disallowComments: true });
  } catch {
    // It is nested too deeply to be read.
    return undefined;
  }
  return mistakes[0];
}

function fieldAt(text: string, offset: number): string {
  const path = getLocation(text, offset).path.filter((key) => key !== "");
  const field = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  return field === "" || field.length > LONGEST_FIELD ? "" : `, in ${field.replace(/^\./, "")}`;
}

const LONGEST_FIELD = 100;

const REASONS: ReadonlyMap<string, string> = new Map([
  ["InvalidSymbol", "unexpected symbol"],
  ["InvalidNumberFormat", "invalid number"],
  ["UnexpectedEndOfNumber", "incomplete number"],
  ["PropertyNameExpected", "expected a field name in double quotes"],
  ["ValueExpected", "expected a value"],
  ["ColonExpected", "expected a colon"],
  ["CommaExpected", "expected a comma"],
  ["CloseBraceExpected", "expected a closing brace"],
  ["CloseBracketExpected", "expected a closing bracket"],
  ["EndOfFileExpected", "expected nothing after the value"],
  ["InvalidCommentToken", "JSON has no comments"],
  ["UnexpectedEndOfComment", "JSON has no comments"],
  [
    "UnexpectedEndOfString",
    "a string has no closing quote (write a line break in it as \\n), which begins",
  ],
  ["InvalidUnicode", "invalid \\u escape in a string"],
  ["InvalidEscapeCharacter", "invalid escape (write a backslash as two) in a string"],
  ["InvalidCharacter", "control character (write it as \\u00XX) in a string"],
]);
