import type { UploadStore } from "@dashqueue/archive";
import type { UploadAnswer, UploadFile } from "@dashqueue/dashscope";
import { mediaUrls } from "@dashqueue/dashscope";
import type { AccountModel, Failure, Generation, UploadPlaces } from "@dashqueue/queue/internal";
import { storedUploadId, uploadsIn, uploadUrl } from "@dashqueue/queue/internal";

export interface BringUploadsPorts extends UploadPlaces, Pick<UploadStore, "use" | "copy"> {
  /** Copies a file to the provider, for one model on one account. */
  send(file: UploadFile): Promise<UploadAnswer>;
  /** Returns a unique name: the provider does not overwrite files. */
  newName(): string;
  /** Whether there is no other account. */
  readonly isOnlyAccount: boolean;
}

/** The provider's URL of each upload that a request names, by our `upload://` URL. */
export type MediaUrls = ReadonlyMap<string, string>;

export type Brought =
  | { readonly kind: "ready"; readonly urls: MediaUrls }
  | { readonly kind: "failed"; readonly failure: Failure };

/**
 * Copies the uploads that a generation names to the provider, unless a fresh copy is there. A file
 * that the caller stored at the provider is read by the only account; of several, nobody knows
 * which one has it.
 *
 * This precedes the attempt: copying may take minutes, and the create request has to follow its
 * intent at once.
 */
export async function bringUploads(
  { request, tenant }: Pick<Generation, "request" | "tenant">,
  account: string,
  ports: BringUploadsPorts,
): Promise<Brought> {
  const foreign = mediaUrls(request).find(({ url }) => url.startsWith("oss://"));
  if (foreign !== undefined && !ports.isOnlyAccount)
    return { kind: "failed", failure: ofUnknownAccount(foreign.path) };
  const where = { account, model: request.model };
  const urls = new Map<string, string>();
  for (const id of uploadsIn(request)) {
    const stored = storedUploadId(tenant, id);
    const url = (await ports.placeOf(where, stored)) ?? (await bring(stored, where, ports));
    if (typeof url !== "string") return { kind: "failed", failure: url };
    urls.set(uploadUrl(id), url);
  }
  return { kind: "ready", urls };
}

async function bring(
  id: string,
  where: AccountModel,
  ports: BringUploadsPorts,
): Promise<string | Failure> {
  const upload = await ports.use(id);
  await using file = upload && (await ports.copy(upload));
  if (upload === null || file === null) return deleted(id);
  const name = `${ports.newName()}.${upload.extension}`;
  const answer = await ports.send({ name, content: file.content });
  if (answer.kind !== "uploaded") return answer.failure;
  await ports.keepPlace(where, id, answer.url);
  return answer.url;
}

function deleted(id: string): Failure {
  return rejected(`the upload ${id} no longer exists: upload the file again`);
}

/** A URL of the provider's storage works on the account that stored the file, and names none. */
function ofUnknownAccount(path: string): Failure {
  return rejected(
    `${path} is in the storage of one account, and several are configured: send the file to POST /v1/uploads, or upload it with this gateway as the base URL`,
  );
}

function rejected(message: string): Failure {
  return { kind: "media_rejected", code: "", message, requestId: null, charged: false };
}
