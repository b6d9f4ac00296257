import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { BULK_PATH } from "../paths.ts";
import type { Text, Translate } from "../texts/translate.ts";
import type { ListQuery } from "./list-query.ts";
import { filterEntries, isUnfiltered } from "./list-query.ts";

/** What operators can do with all generations of a list. Only callers delete them. */
export const BULK_CHOICES = ["redeliver", "archive", "cancel", "regenerate"] as const;
export type BulkChoice = (typeof BULK_CHOICES)[number];

/** What an action is called, and what it does to each generation. */
export const CHOICES = {
  redeliver: {
    name: "Send webhook messages again",
    meaning:
      "Sends the message about the end of each that has failed: once more if it was given up, and now if it waits for its next attempt or for a paused endpoint. The others are left out.",
  },
  archive: {
    name: "Copy waiting results now",
    meaning:
      "Copies the files of each that is archiving now, and not when its next try is due. Nothing is charged for it.",
  },
  cancel: {
    name: "Cancel",
    meaning:
      "Cancels each that has not ended, as far as DashScope allows it. What is queued costs nothing; a task that runs is charged if it succeeds.",
  },
  regenerate: {
    name: "Generate again",
    meaning:
      "Submits the request of each that has ended as a new generation, which is charged again.",
  },
} as const satisfies Record<BulkChoice, { readonly name: Text; readonly meaning: Text }>;

/** Leads from a list to the preview of an action on all that it finds. */
export function renderBulkForm(query: ListQuery, t: Translate): Html {
  if (isUnfiltered(query))
    return html`<p class="quiet">
      ${t("To do something with many at once, narrow the list, for example to a status.")}
    </p>`;
  const fields = filterEntries(query);
  const selected = html` selected`;
  const chosen = harmlessChoice(query);
  return html`<section>
    <h2>${t("With all that match, also on the other pages")}</h2>
    <form action="${BULK_PATH}/preview" class="filter">
      ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <label
        >${t("Action")}
        <select name="action" required>
          <option value="">${t("Choose…")}</option>
          ${BULK_CHOICES.map(
            (choice) =>
              html`<option value="${choice}" ${choice === chosen ? selected : null}>
                ${t(CHOICES[choice].name)}
              </option>`,
          )}
        </select></label
      >
      <button>${t("Preview…")}</button> <a href="${BULK_PATH}">${t("Bulk operations")}</a>
    </form>
  </section>`;
}

/** What such a list is opened for, if that neither costs nor ends anything. */
function harmlessChoice({ webhook, status }: ListQuery): BulkChoice | null {
  if (webhook !== undefined) return "redeliver";
  return status.length === 1 && status[0] === "archiving" ? "archive" : null;
}
