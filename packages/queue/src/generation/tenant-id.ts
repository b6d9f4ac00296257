import { z } from "zod";

/** The tenant of callers without a key of their own, and of every record of an earlier version. */
export const DEFAULT_TENANT = "default";

/** A tenant's id is part of keys in Redis and of places in the archive. */
export const tenantIdSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
    "must be 1 to 40 characters of a-z, 0-9 and -, and begin and end with a letter or digit",
  );
