import { createInterface } from "node:readline";
import { estimateCost, regionOf } from "@dashqueue/dashscope";
import { StackFailure } from "../stack/failure.ts";

const defaultBaseUrl = "https://dashscope.aliyuncs.com/api/v1";

/**
 * Says what the request will cost at DashScope and asks whether to go on. `isAgreed` skips the question.
 * Rejects with `StackFailure` when the answer is anything but yes, or when there is nobody to ask.
 */
export async function agreeOnPrice(
  body: string,
  baseUrl: string | null,
  isAgreed: boolean,
  signal: AbortSignal,
): Promise<void> {
  const url = baseUrl || defaultBaseUrl;
  if (!URL.canParse(url)) throw new StackFailure("DASHSCOPE_HTTP_BASE_URL is not a URL.");
  const cost = estimateCost(JSON.parse(body), regionOf(url));
  const price =
    cost === null ? "a price that is not known here" : `at most ${cost.amount} ${cost.currency}`;
  console.log(`This makes one real video at DashScope, for ${price}.`);
  if (isAgreed) return;
  if (!process.stdin.isTTY) {
    throw new StackFailure(
      "Nothing was sent, because nobody can be asked here: `npm run demo -- --yes` agrees to the price.",
    );
  }
  process.stdout.write("Go on? [y/N] ");
  if (!/^y(es)?$/i.test((await readLine(signal)).trim()))
    throw new StackFailure("Nothing was sent.");
}

/** One line of stdin; empty when it ends, or by the signal. */
async function readLine(signal: AbortSignal): Promise<string> {
  // As a terminal, readline would take Ctrl-C for itself.
  const lines = createInterface({ input: process.stdin, terminal: false, signal });
  try {
    for await (const line of lines) return line;
    return "";
  } finally {
    // A terminal that was read once would keep this process alive.
    process.stdin.unref();
  }
}
