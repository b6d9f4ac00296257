import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Signed links to archived files, for DashScope clients, which download results without a token.
 * The signature covers one file and stays valid while the token that made it is configured. A
 * signed link is a credential and must not be logged (G7).
 */
export interface SignedLinks {
  /** The query of a link to this file: `?signature=…`, or empty if no tokens are configured. */
  queryFor(id: string, name: string): string;
  isSigned(id: string, name: string, signature: unknown): boolean;
}

/** Signs with the first token and accepts signatures by any of them. */
export function createSignedLinks(tokens: readonly string[]): SignedLinks {
  const [newest] = tokens;
  return {
    queryFor: (id, name) =>
      newest === undefined ? "" : `?signature=${sign(newest, id, name).toString("base64url")}`,
    isSigned(id, name, signature) {
      const given = Buffer.from(typeof signature === "string" ? signature : "", "base64url");
      // Compared with every token's, so the duration reveals nothing.
      return tokens.map((token) => isEqual(sign(token, id, name), given)).includes(true);
    },
  };
}

function sign(token: string, id: string, name: string): Buffer {
  return createHmac("sha256", token).update(`dashqueue file ${id}/${name}`).digest();
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
