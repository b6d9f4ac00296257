import type { Generation } from "../../generation/generation.ts";
import type { IndexFilter } from "../read-record.ts";

/** What to find: generations for which all of this is true. */
export interface RecordQuery extends IndexFilter {
  /** Entries of `metadata` that it has. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Words of its prompt, in any order; upper and lower case are the same. */
  readonly words?: string | undefined;
  /** When it was accepted, epoch milliseconds, neither included. */
  readonly createdAfter?: number | undefined;
  readonly createdBefore?: number | undefined;
  /** The id of its batch. */
  readonly batch?: string | undefined;
}

/** Whether a query asks for more than the indexes know. Then every record has to be read. */
export function readsRecords({ metadata = {}, words = "", webhook }: RecordQuery): boolean {
  return Object.keys(metadata).length > 0 || words.trim() !== "" || webhook !== undefined;
}

/** Whether a record is one that the query asks for; the indexes have checked ids and times. */
export function matches(generation: Generation, query: RecordQuery): boolean {
  const { status, metadata = {}, words = "" } = query;
  // It may have changed since the index was read.
  if (status !== undefined && ![status].flat().includes(generation.status)) return false;
  if (query.webhook !== undefined && !isUndelivered(generation, query)) return false;
  const entries = Object.entries(metadata);
  if (entries.some(([key, value]) => !hasEntry(generation.metadata, key, value))) return false;
  const wanted = normal(words).split(/\s+/u);
  if (wanted.join("") === "") return true;
  const text = normal(promptsIn(generation.request.input).join(" "));
  return wanted.every((word) => text.includes(word));
}

/** The index of undelivered messages knows neither models nor tenants. */
function isUndelivered(
  { delivery, request, tenant }: Generation,
  { webhook, ...wanted }: RecordQuery,
): boolean {
  if (delivery?.state !== webhook) return false;
  const { model = request.model, tenant: owner = tenant } = wanted;
  return request.model === model && tenant === owner;
}

function hasEntry(metadata: Readonly<Record<string, string>>, key: string, value: string): boolean {
  return Object.hasOwn(metadata, key) && metadata[key] === value;
}

function normal(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** The texts that people write: `prompt`, and `text` where a request has messages. */
function promptsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, field]: [string, unknown]) =>
    typeof field === "string" && (name === "prompt" || name === "text")
      ? [field]
      : promptsIn(field),
  );
}
