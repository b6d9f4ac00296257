import type { ParseArgsOptionDescriptor } from "node:util";
import { parseArgs } from "node:util";

/** A program as its usage shows it. */
export interface Program<Options extends OptionsOf> {
  /** How to call it, such as `npm run chaos -- [options]`. */
  readonly usage: string;
  /** What it does, in a sentence or more. */
  readonly about: string;
  readonly options: Options;
  /** Whether it takes words that are no options. */
  readonly takesWords?: boolean;
}

/** Each option with what the usage says about it. */
type OptionsOf = Readonly<Record<string, ParseArgsOptionDescriptor & { description: string }>>;

/** The values of options, as `parseArgs` returns them. */
export type ValuesOf<Options extends OptionsOf> = ReturnType<
  typeof parseArgs<{ options: Options }>
>["values"];

/** A command line as it was understood. */
export type Reading<Read> =
  | { readonly kind: "read"; readonly value: Read }
  /** `--help`: the usage. */
  | { readonly kind: "help"; readonly text: string }
  /** What is wrong, and the usage. */
  | { readonly kind: "wrong"; readonly text: string };

/**
 * Reads the words of a command line.
 *
 * @param convert throws an `Error` that names a wrong value.
 */
export function readingOf<Options extends OptionsOf, Read>(
  program: Program<Options>,
  words: readonly string[],
  convert: (values: ValuesOf<Options>, words: readonly string[]) => Read,
): Reading<Read> {
  if (words.includes("--help") || words.includes("-h"))
    return { kind: "help", text: usageOf(program) };
  try {
    const { options, takesWords: allowPositionals = false } = program;
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals });
    return { kind: "read", value: convert(values, positionals) };
  } catch (error) {
    // Node adds how to pass a word that looks like an option, which no program here takes.
    const problem = (error as Error).message.replace(/\. To specify a positional .*$/s, "");
    return { kind: "wrong", text: `${problem}\n\n${usageOf(program)}` };
  }
}

/**
 * Returns the options of this process, converted. With `--help` it prints the usage and ends the
 * process with 0; after a wrong option it prints what is wrong and ends it with 2.
 */
export function readOptions<Options extends OptionsOf, Read = ValuesOf<Options>>(
  program: Program<Options>,
  convert: (values: ValuesOf<Options>, words: readonly string[]) => Read = (values) =>
    values as unknown as Read,
): Read {
  const reading = readingOf(program, process.argv.slice(2), convert);
  switch (reading.kind) {
    case "read":
      return reading.value;
    case "help":
      process.stdout.write(`${reading.text}\n`);
      return process.exit(0);
    case "wrong":
      process.stderr.write(`${reading.text}\n`);
      return process.exit(2);
  }
}

/** The value of an option that is a number. @throws Error naming the option. */
export function numberOption(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= least && number <= most))
    throw new Error(`--${name} must be a number from ${least} to ${most}`);
  return number;
}

/** The value of an option that is a count. @throws Error naming the option. */
export function wholeNumberOption(
  name: string,
  text: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  const range =
    most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new Error(`--${name} must be a whole number ${range}`);
}

function usageOf({ usage, about, options }: Program<OptionsOf>): string {
  const rows = [
    ...Object.entries(options).map(([name, option]) => [
      `--${name}${option.type === "string" ? " <value>" : ""}`,
      `${option.description}${defaultOf(option)}`,
    ]),
    ["--help", "shows this"],
  ];
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  const lines = rows.map(([name = "", text]) => `  ${name.padEnd(width)}  ${text}`);
  return [`usage: ${usage}`, "", about, "", ...lines].join("\n");
}

function defaultOf({ type, default: value }: ParseArgsOptionDescriptor): string {
  return type === "boolean" || value === undefined || value === ""
    ? ""
    : ` (default: ${String(value)})`;
}
