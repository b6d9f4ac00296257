import { createInterface } from "node:readline";

import { estimateCost, marketOf } from "@dashqueue/dashscope";

import { StackFailure } from "../stack/failure/stack-failure.ts";

const DEFAULT_BASE_URL = "https://dashscope.aliyuncs.com/api/v1";

/**
 * Prints what the request costs at DashScope and asks the user to confirm; `isAgreed` skips the
 * question. Rejects with `StackFailure` without a yes, or without a terminal to ask on.
 */
export async function agreeOnPrice(
  body: string,
  baseUrl: string | null,
  isAgreed: boolean,
  signal: AbortSignal,
): Promise<void> {
  const url = baseUrl || DEFAULT_BASE_URL;
  if (!URL.canParse(url))
    throw new StackFailure(
      "DASHSCOPE_HTTP_BASE_URL is not a URL. Set it to the base URL of your region, or unset it.",
    );
  const cost = estimateCost(JSON.parse(body), marketOf({ baseUrl: url }));
  const price = cost === null ? "an unknown price" : `at most ${cost.amount} ${cost.currency}`;
  console.log(`This demo generates one real video at DashScope for ${price}.`);
  if (isAgreed) return;
  if (!process.stdin.isTTY) {
    throw new StackFailure(
      "Nothing was sent, because there is no terminal to confirm the price. " +
        "Run `npm run demo -- --yes` to accept it.",
    );
  }
  process.stdout.write("Continue? [y/N] ");
  if (!/^y(es)?$/i.test((await readLine(signal)).trim()))
    throw new StackFailure("Nothing was sent.");
}

/** Reads a line from stdin. Returns "" at its end or when aborted. */
async function readLine(signal: AbortSignal): Promise<string> {
  // In terminal mode, readline would consume Ctrl-C.
  const lines = createInterface({ input: process.stdin, terminal: false, signal });
  try {
    for await (const line of lines) return line;
    return "";
  } finally {
    // Once read, a terminal keeps the process alive.
    process.stdin.unref();
  }
}
