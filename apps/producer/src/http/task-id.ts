import { z } from "zod";

/**
 * A task of the provider, as callers name it. Its length is limited by a pattern, because zod's own
 * limits throw for an object that has an object as `length`.
 */
export const taskId = z.string().regex(/^.{1,200}$/su, "must have 1 to 200 characters");
