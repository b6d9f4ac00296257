import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/**
 * Signed links to archived files, for DashScope clients, which download results without a token.
 * The signature covers one file and the time at which the link expires. It is valid while the
 * secret that made it is configured. A signed link is a credential and must not be logged (G7).
 */
export interface SignedLinks {
  /** The query of a link to this file: `?signature=…`, or empty without any secret. */
  queryFor(id: string, name: string): string;
  check(id: string, name: string, query: LinkQuery): "valid" | "expired" | "invalid";
}

/** The parameters of a link as a request has them, of any type. */
export interface LinkQuery {
  readonly signature?: unknown;
  /** Epoch seconds; absent from a link that does not expire. */
  readonly expires?: unknown;
}

export interface SignedLinksOptions {
  /** The first one signs, and all are accepted. */
  readonly secrets: readonly string[];
  /** Tokens of the callers. They are accepted too; without secrets, the first one signs. */
  readonly tokens: readonly string[];
  /** 0: links do not expire. */
  readonly expiresSeconds: number;
  readonly now: () => number;
}

export function createSignedLinks(options: SignedLinksOptions): SignedLinks {
  const { secrets, tokens, expiresSeconds, now } = options;
  const keys = [...secrets, ...tokens].map(keyOf);
  const [newest] = keys;
  // Earlier versions signed with the token itself.
  const accepted = [...keys, ...tokens];
  return {
    queryFor(id, name) {
      if (newest === undefined) return "";
      const expires =
        expiresSeconds === 0 ? undefined : String(Math.floor(now() / 1000) + expiresSeconds);
      const signature = sign(newest, textOf(id, name, expires)).toString("base64url");
      return `?${new URLSearchParams({ ...(expires && { expires }), signature }).toString()}`;
    },
    check(id, name, { signature, expires }) {
      if (typeof signature !== "string") return "invalid";
      if (expires !== undefined && typeof expires !== "string") return "invalid";
      const given = Buffer.from(signature, "base64url");
      const text = textOf(id, name, expires);
      // Compared with the signature by every key, so the duration reveals nothing.
      const isSigned = accepted.map((key) => isEqual(sign(key, text), given)).includes(true);
      if (!isSigned) return "invalid";
      return expires === undefined || now() < Number(expires) * 1000 ? "valid" : "expired";
    },
  };
}

/** A key for links only, from which the secret cannot be recovered. */
function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "dashqueue file links", 32));
}

function textOf(id: string, name: string, expires: string | undefined): string {
  return expires === undefined
    ? `dashqueue file ${id}/${name}`
    : `dashqueue file until ${expires}: ${id}/${name}`;
}

function sign(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
