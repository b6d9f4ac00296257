import type { FindModel, ModelQuota, QuotaAnswer, QuotaPath } from "@dashqueue/dashscope";
import type { AccountQuotas, Quotas } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Account, Place } from "../accounts/accounts.ts";
import { placeOf } from "../accounts/accounts.ts";
import type { ReadQuotas } from "./read-quotas.ts";
import { readQuotas } from "./read-quotas.ts";

export interface QuotaReaderPorts {
  readonly accounts: readonly Account[];
  /** The quotas that all replicas share. */
  readonly quotas: Quotas;
  /** Reads one page, in turn with all other queries of the account (G8). */
  readPage(place: Place, path: QuotaPath, page: number, signal: AbortSignal): Promise<QuotaAnswer>;
  readonly findModel: FindModel;
  readonly logger: Logger;
  now(): number;
}

const READ_EVERY_MS = 60 * 60 * 1000;

/**
 * Returns a function that reads the limits of those accounts whose limits no worker has read, and
 * this one has not tried to read, for an hour. Where the provider does not report them, nothing
 * changes.
 */
export function createQuotaReader(ports: QuotaReaderPorts): (signal: AbortSignal) => Promise<void> {
  const { quotas, findModel, now } = ports;
  const triedAt = new Map<string, number>();
  const report = createReport(ports.logger);
  const isPast = (at: number | undefined) => at === undefined || at <= now() - READ_EVERY_MS;

  async function read(place: Place, signal: AbortSignal): Promise<void> {
    triedAt.set(place.account, now());
    const answer = await readQuotas((path, page) => ports.readPage(place, path, page, signal));
    if (signal.aborted) return;
    report(place.account, answer);
    if (answer.kind === "read")
      await quotas.store({ ...place, readAt: now(), models: limitsOf(answer.quotas, findModel) });
  }

  return async (signal) => {
    const known = await quotas.all();
    const readAt = ({ account, baseUrl }: Place) =>
      known.find((one) => one.account === account && one.baseUrl === baseUrl)?.readAt;
    const due = ports.accounts
      .map(placeOf)
      .filter((place) => isPast(readAt(place)) && isPast(triedAt.get(place.account)));
    for (const place of due)
      if (!signal.aborted && (await quotas.claim(place))) await read(place, signal);
  };
}

/** Without those of the models that create no tasks, of which an account has hundreds. */
function limitsOf(quotas: readonly ModelQuota[], findModel: FindModel): AccountQuotas["models"] {
  const limits = quotas.flatMap(({ model, ...reported }) =>
    reported.maxInFlight === null && findModel(model) === undefined
      ? []
      : [[model, reported] as const],
  );
  return Object.fromEntries(limits);
}

/** Logs what was read, or why nothing was, once until it changes. */
function createReport(logger: Logger): (account: string, answer: ReadQuotas) => void {
  const said = new Map<string, string>();
  return (account, answer) => {
    const news =
      answer.kind === "unavailable"
        ? `${answer.failure.kind} ${answer.failure.code}`
        : JSON.stringify(answer);
    if (said.get(account) === news) return;
    said.set(account, news);
    if (answer.kind === "unavailable") {
      const { kind, code, message } = answer.failure;
      logger.info(
        { event: "quotas-unavailable", account, kind, code },
        `the provider does not report the limits of account ${account}, so they stay as they are: ${message}`,
      );
      return;
    }
    logger.info(
      { event: "quotas-read", account, models: answer.quotas.length },
      "the provider reported the account's limits. They replace the catalog's; DASHSCOPE_LIMITS and DASHSCOPE_ACCOUNTS still take precedence.",
    );
    if (answer.absurd.length > 0)
      logger.warn(
        { event: "quotas-absurd", account, figures: answer.absurd },
        "the provider reported figures that cannot be limits, so the catalog's apply. Set DASHSCOPE_LIMITS to change them.",
      );
  };
}
