import { formatBytes, sentence } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderTable } from "../html/table.ts";
import { messageText } from "../texts/messages.ts";
import type { Text, Translate } from "../texts/translate.ts";
import { joinSentences } from "../texts/words.ts";
import type { Overview, RedisState } from "./read-overview.ts";

/** Whether what is promised can be kept: records in Redis, results in the archive. */
export function storageSection({ redis, blocks }: Overview, t: Translate): Html {
  const full = blocks.find(({ kind }) => kind === "storage");
  return html`<section>
    <h2>${t("Storage")}</h2>
    ${renderTable(
      [t("Storage"), t("State"), t("Detail")],
      [
        ["Redis", stateText(isDurable(redis), t), redisText(redis, t)],
        [
          t("Archive"),
          stateText(full === undefined, t),
          full === undefined
            ? t("Workers can write to it.")
            : sentence(messageText(full.message, t), t),
        ],
      ],
      "",
    )}
  </section>`;
}

/** `unverified`: the server does not tell, and the operator vouches for it. */
const DURABLE: ReadonlySet<string> = new Set(["fsync", "waitaof", "replica", "unverified"]);

const DURABILITY_TEXTS = {
  fsync: "Acknowledged writes are on the disk of Redis (fsync).",
  waitaof: "Acknowledged writes are on the disk of Redis (waitaof).",
  replica: "Acknowledged writes are also on a replica (replica).",
  unverified: "Redis does not tell whether acknowledged writes are on its disk (unverified).",
  none: "Redis may lose acknowledged writes when it stops (none).",
} as const satisfies Record<string, Text>;

function isDurable({ durability }: RedisState): boolean {
  return DURABLE.has(durability);
}

function stateText(isGood: boolean, t: Translate): Html {
  return isGood
    ? html`<span class="status succeeded">${t("good")}</span>`
    : html`<span class="status failed">${t("not good")}</span>`;
}

function redisText({ durability, memory }: RedisState, t: Translate): string {
  const [, text] = Object.entries(DURABILITY_TEXTS).find(([mode]) => mode === durability) ?? [];
  const kept = text === undefined ? durability : t(text);
  if (memory === null) return kept;
  const used = formatBytes(memory.usedBytes);
  if (memory.limitBytes === null) return joinSentences([kept, t("{used} in use.", { used })], t);
  const limit = formatBytes(memory.limitBytes);
  return joinSentences([kept, t("{used} of {limit} in use.", { used, limit })], t);
}
