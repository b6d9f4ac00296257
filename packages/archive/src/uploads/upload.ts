import { z } from "zod";

/** The record of an uploaded file. Times are epoch milliseconds. */
export const uploadSchema = z.object({
  id: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  /** By its content, such as `image/png`; and the matching extension without a dot. */
  contentType: z.string(),
  extension: z.string(),
  createdAt: z.number(),
  /** The name of the bytes beside the record. */
  file: z.string().default("file"),
});

export type Upload = z.infer<typeof uploadSchema>;

export interface UploadRules {
  readonly limitBytes: number;
  /** The type of a file by its first bytes, at least 64 KiB; null if the type is not accepted. */
  typeOf(head: Buffer): Promise<Pick<Upload, "contentType" | "extension"> | null>;
}

export type Added =
  | { readonly kind: "added"; readonly upload: Upload }
  | { readonly kind: "too-large" }
  | { readonly kind: "wrong-type" }
  /** The id belongs to another file. */
  | { readonly kind: "taken" };
