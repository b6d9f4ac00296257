import path from "node:path";

/** The folder of the checkout. */
export const ROOT = path.resolve(import.meta.dirname, "../..");

/** All data of the local stack. Remove this folder to start afresh. */
export const DATA_FOLDER = path.join(ROOT, "data");

export const LOG_FOLDER = path.join(DATA_FOLDER, "logs");

export const WEBHOOK_SECRET_FILE = path.join(DATA_FOLDER, "webhook-secret");
/** The key that encrypts the webhook secrets of tenants. */
export const WEBHOOK_SECRETS_KEY_FILE = path.join(DATA_FOLDER, "webhook-secrets-key");

export const DASHBOARD_PASSWORD_FILE = path.join(DATA_FOLDER, "dashboard-password");

/** A path relative to the checkout, where it is inside. */
export function shortPath(file: string): string {
  const relative = path.relative(ROOT, file);
  return relative.startsWith("..") ? file : `./${relative}`;
}
