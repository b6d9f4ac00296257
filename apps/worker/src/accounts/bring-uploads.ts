import type { CreateRequest, UploadAnswer, UploadFile } from "@dashqueue/dashscope";
import type { AccountModel, Failure, UploadPlaces, UploadStore } from "@dashqueue/queue/internal";
import { uploadsIn, uploadUrl } from "@dashqueue/queue/internal";

export interface BringUploadsPorts extends UploadPlaces, Pick<UploadStore, "use" | "open"> {
  /** Copies a file to the provider, for one model on one account. */
  send(file: UploadFile): Promise<UploadAnswer>;
  /** Returns a unique name: the provider does not overwrite files. */
  newName(): string;
}

/** The provider's URL of each upload that a request names, by our `upload://` URL. */
export type MediaUrls = ReadonlyMap<string, string>;

export type Brought =
  | { readonly kind: "ready"; readonly urls: MediaUrls }
  | { readonly kind: "failed"; readonly failure: Failure };

/**
 * Copies the uploads that a request names to the provider, unless a fresh copy is there.
 *
 * This precedes the attempt: copying may take minutes, and the create request has to follow its
 * intent at once.
 */
export async function bringUploads(
  request: CreateRequest,
  account: string,
  ports: BringUploadsPorts,
): Promise<Brought> {
  const where = { account, model: request.model };
  const urls = new Map<string, string>();
  for (const id of uploadsIn(request)) {
    const url = (await ports.placeOf(where, id)) ?? (await bring(id, where, ports));
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
  if (upload === null) return deleted(id);
  const content = await ports.open(upload);
  const answer = await ports.send({ name: `${ports.newName()}.${upload.extension}`, content });
  if (answer.kind !== "uploaded") return answer.failure;
  await ports.keepPlace(where, id, answer.url);
  return answer.url;
}

function deleted(id: string): Failure {
  const message = `the upload ${id} no longer exists: upload the file again`;
  return { kind: "media_rejected", code: "", message, requestId: null, charged: false };
}
