import { createHash } from "node:crypto";

import { z } from "zod";

/** What a user may do; each role includes those before it. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** A person who has logged in. */
export interface User {
  readonly name: string;
  readonly role: Role;
}

export interface Login extends User {
  readonly password: string;
}

/** Whether a user has this role or one that includes it. */
export function hasRole({ role }: User, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

export const userName = z
  .string()
  .regex(
    /^[^:\p{Cc}]+$/u,
    "must not contain a colon or a control character, because browsers cannot send them",
  );

/** `DASHBOARD_USERS`: by name. */
export const usersSchema = z.record(
  userName,
  z.strictObject({
    password: z.string().min(16, "must have at least 16 characters"),
    role: z.enum(ROLES),
  }),
);

/** Finds whose `Authorization` header this is; null for a wrong one. */
export type FindUser = (authorization: string | undefined) => User | null;

/**
 * Returns a check of basic credentials (RFC 7617). It looks for their digest, so that the time of a
 * check reveals nothing about a password.
 */
export function createLoginCheck(logins: readonly Login[]): FindUser {
  const users = new Map(
    logins.map(({ name, role, password }) => [digest(`${name}:${password}`), { name, role }]),
  );
  return (authorization) => {
    const encoded = /^basic +([\w+/=-]+) *$/i.exec(authorization ?? "")?.[1] ?? "";
    return users.get(digest(Buffer.from(encoded, "base64").toString("utf8"))) ?? null;
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export interface UsersEnv {
  readonly DASHBOARD_USER: string;
  readonly DASHBOARD_PASSWORD?: string | undefined;
  readonly DASHBOARD_USERS?: z.infer<typeof usersSchema> | undefined;
}

/**
 * The logins of the configuration. `DASHBOARD_USER` is an admin; without any password in the
 * configuration, it gets a generated one.
 */
export function loginsOf(
  { DASHBOARD_USER: name, DASHBOARD_PASSWORD: password, DASHBOARD_USERS: users }: UsersEnv,
  generate: () => string,
): { readonly logins: readonly Login[]; readonly generated: Login | null } {
  const named = Object.entries(users ?? {}).map(([of, login]) =>
    Object.assign({ name: of }, login),
  );
  if (password === undefined && named.length > 0) return { logins: named, generated: null };
  const admin: Login = { name, role: "admin", password: password ?? generate() };
  return { logins: [...named, admin], generated: password === undefined ? admin : null };
}
