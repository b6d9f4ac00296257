import { createHash } from "node:crypto";

import type { Problem } from "../checks/check.ts";
import { UNREADABLE_MEDIA } from "../checks/media-url.ts";

/** A file that one account uploaded for one model. */
export interface UploadedFile {
  readonly key: string;
  readonly account: string;
  readonly model: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

type Owner = Pick<UploadedFile, "account" | "model">;

/** The temporary storage. Source: DashScope's documentation, "上传本地文件获取临时URL". */
export interface Uploads {
  /** Allows uploads to a folder, for this model and account. */
  readonly grant: (folder: string, owner: Owner) => void;
  /** Returns false when the key is already used or its folder is not granted. */
  readonly put: (key: string, content: Uint8Array) => boolean;
  /**
   * Why this owner cannot use an `oss://` URL; null when it can. A URL in a folder that was not
   * granted here is assumed to be valid.
   */
  readonly problemOf: (url: string, owner: Owner) => Problem | null;
  readonly all: () => readonly UploadedFile[];
  readonly clear: () => void;
}

const LIFETIME_MS = 48 * 3_600_000;

export function createUploads(now: () => number): Uploads {
  const owners = new Map<string, Owner>();
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
      const isOwn = file !== undefined && file.account === account && file.model === model;
      return isOwn && now() - file.at < LIFETIME_MS ? null : UNREADABLE_MEDIA;
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
