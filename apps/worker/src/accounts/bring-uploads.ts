import type { CreateRequest, UploadAnswer, UploadFile } from "@dashqueue/dashscope";
import type { AccountModel, Failure, UploadPlaces, UploadStore } from "@dashqueue/queue/internal";
import { uploadsIn, uploadUrl } from "@dashqueue/queue/internal";

export interface UploadsPorts extends UploadPlaces {
  readonly uploads: Pick<UploadStore, "use" | "open">;
  /** Brings a file to the provider, for this model on this account. */
  send(file: UploadFile): Promise<UploadAnswer>;
  /** Makes a name unlike any other: the provider does not overwrite. */
  newName(): string;
}

/** The provider's URLs of all uploads that a request names, by ours; or why they cannot be there. */
export type Prepared =
  | { readonly kind: "ready"; readonly urls: ReadonlyMap<string, string> }
  | { readonly kind: "failed"; readonly failure: Failure };

/**
 * Brings the files that a request names to the provider, unless they are there and fresh. Before an attempt begins: it may take
 * minutes, and a create has to follow its intent at once.
 */
export async function prepareUploads(
  request: CreateRequest,
  account: string,
  ports: UploadsPorts,
): Promise<Prepared> {
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
  ports: UploadsPorts,
): Promise<string | Failure> {
  const upload = await ports.uploads.use(id);
  if (upload === null) return gone(id);
  const content = await ports.uploads.open(upload);
  const answer = await ports.send({ name: `${ports.newName()}.${upload.extension}`, content });
  if (answer.kind !== "uploaded") return answer.failure;
  await ports.keepPlace(where, id, answer.url);
  return answer.url;
}

function gone(id: string): Failure {
  const message = `the upload ${id} is not there any more: send the file again`;
  return { kind: "media_rejected", code: "", message, requestId: null, charged: false };
}
