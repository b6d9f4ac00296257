import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";

/** Adds a value to those of an option that may be repeated. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function wholeNumber(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** Which generations a command is about. */
export interface FilterOptions {
  readonly status?: string;
  readonly model?: string;
  readonly metadata?: readonly string[];
  readonly words?: string;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
  readonly batch?: string;
  readonly webhook?: "failed" | "pending";
}

export function withFilter(command: Command): Command {
  return command
    .option("--status <words>", "one status, or several with commas")
    .option("--model <name>")
    .option("--metadata <name=value>", "may be repeated", collect)
    .option("--words <text>", "words of the prompt, in any order")
    .option("--created-after <time>", "ISO 8601 with a time zone")
    .option("--created-before <time>")
    .option("--batch <id>")
    .addOption(
      new Option(
        "--webhook <state>",
        "the webhook message about the end was given up (failed), or is sent again (pending)",
      ).choices(["failed", "pending"]),
    );
}
