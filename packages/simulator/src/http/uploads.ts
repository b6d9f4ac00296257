import { createHash } from "node:crypto";

import type { Problem } from "../tasks/check.ts";

/** A file that was uploaded: for one model, by one account. */
export type UploadedFile = {
  readonly key: string;
  readonly account: string;
  readonly model: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
};

/** The temporary storage. Source: DashScope's documentation, "上传本地文件获取临时URL". */
export type Uploads = {
  /** Grants a folder, for this model and account, in which files may be put. */
  readonly grant: (folder: string, owner: Pick<UploadedFile, "account" | "model">) => void;
  /** False when there is a file under this key already: nothing is overwritten. */
  readonly put: (key: string, content: Uint8Array) => boolean;
  /** Why an `oss://` URL is worth nothing to this create; a file that was not uploaded here is believed to be. */
  readonly problemOf: (
    url: string,
    owner: Pick<UploadedFile, "account" | "model">,
  ) => Problem | null;
  readonly all: () => readonly UploadedFile[];
  readonly clear: () => void;
};

const lifeMs = 48 * 3_600_000;

const unreadable: Problem = {
  code: "InvalidParameter.DataInspection",
  message: "Unable to download the media resource during the data inspection process.",
};

export function createUploads(now: () => number): Uploads {
  const owners = new Map<string, Pick<UploadedFile, "account" | "model">>();
  const files = new Map<string, UploadedFile>();
  const ownerOf = (key: string) => owners.get(key.slice(0, key.lastIndexOf("/")));
  return {
    grant: (folder, owner) => void owners.set(folder, owner),
    put: (key, content) => {
      const owner = ownerOf(key);
      if (owner === undefined || files.has(key)) return false;
      const sha256 = createHash("sha256").update(content).digest("hex");
      files.set(key, { key, ...owner, bytes: content.byteLength, sha256, at: now() });
      return true;
    },
    problemOf: (url, { account, model }) => {
      const key = url.slice("oss://".length);
      if (ownerOf(key) === undefined) return null;
      const file = files.get(key);
      const isThere = file !== undefined && file.account === account && file.model === model;
      return isThere && now() - file.at < lifeMs ? null : unreadable;
    },
    all: () => [...files.values()],
    clear: () => {
      owners.clear();
      files.clear();
    },
  };
}

/** Every `oss://` URL anywhere in a value. */
export function ossUrlsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.startsWith("oss://") ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(ossUrlsIn) : [];
}
