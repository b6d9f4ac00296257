import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Links to archived files that work without a token: clients of DashScope fetch results like that. Where tokens are set, a link
 * carries a signature by one of them, for this file only; it works as long as that token is known.
 */
export interface SignedLinks {
  /** What a link to this file ends with: `?signature=…`, or nothing where everybody may have it. */
  queryFor(id: string, name: string): string;
  isSigned(id: string, name: string, signature: unknown): boolean;
}

export function createSignedLinks(tokens: readonly string[]): SignedLinks {
  const [newest] = tokens;
  return {
    queryFor: (id, name) =>
      newest === undefined ? "" : `?signature=${sign(newest, id, name).toString("base64url")}`,
    isSigned(id, name, signature) {
      const given = Buffer.from(typeof signature === "string" ? signature : "", "base64url");
      // Compared with all of them: how long it takes says nothing.
      return tokens.map((token) => isSame(sign(token, id, name), given)).includes(true);
    },
  };
}

function sign(token: string, id: string, name: string): Buffer {
  return createHmac("sha256", token).update(`dashqueue file ${id}/${name}`).digest();
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
