import type { SigningSecrets } from "./signer.ts";
import { createSigner, sign } from "./signer.ts";

/**
 * Signed links to archived files, for DashScope clients, which download results without a token.
 * The signature covers one file and the time at which the link expires. It is valid while the
 * secret that made it is configured. Callers of the default tenant know its tokens and could sign
 * with them, so a token signs only for that tenant. A signed link is a credential and must not be
 * logged (G7).
 */
export interface SignedLinks {
  /** The query of a link to this file: `?signature=…`, or empty without a secret that may sign. */
  queryFor({ id, tenant }: Owner, name: string): string;
  check(id: string, name: string, query: LinkQuery): CheckedLink;
}

/** The generation that a file belongs to. */
interface Owner {
  readonly id: string;
  readonly tenant: string;
}

export type CheckedLink = "valid" | "valid-for-default" | "expired" | "invalid";

/** The parameters of a link as a request has them, of any type. */
export interface LinkQuery {
  readonly signature?: unknown;
  /** Epoch seconds; absent from a link that does not expire. */
  readonly expires?: unknown;
}

export interface SignedLinksOptions extends SigningSecrets {
  /** 0: links do not expire. */
  readonly expiresSeconds: number;
  readonly now: () => number;
}

export function createSignedLinks(options: SignedLinksOptions): SignedLinks {
  const { tokens, expiresSeconds, now } = options;
  // Earlier versions signed with the token itself.
  const { keyOf, signerOf } = createSigner("file links", options, tokens);
  return {
    queryFor({ id, tenant }, name) {
      const key = keyOf(tenant);
      if (key === undefined) return "";
      const expires =
        expiresSeconds === 0 ? undefined : String(Math.floor(now() / 1000) + expiresSeconds);
      const signature = sign(key, textOf(id, name, expires)).toString("base64url");
      return `?${new URLSearchParams({ ...(expires && { expires }), signature }).toString()}`;
    },
    check(id, name, { signature, expires }) {
      if (typeof signature !== "string") return "invalid";
      if (expires !== undefined && typeof expires !== "string") return "invalid";
      const signer = signerOf(textOf(id, name, expires), Buffer.from(signature, "base64url"));
      if (signer === null) return "invalid";
      if (expires !== undefined && now() >= Number(expires) * 1000) return "expired";
      return signer === "operator" ? "valid" : "valid-for-default";
    },
  };
}

function textOf(id: string, name: string, expires: string | undefined): string {
  return expires === undefined
    ? `dashqueue file ${id}/${name}`
    : `dashqueue file until ${expires}: ${id}/${name}`;
}
