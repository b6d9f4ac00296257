import { SITES } from "@dashqueue/dashscope";
import { z } from "zod";

export const CURRENCIES = ["CNY", "USD"] as const;

export const costSchema = z.object({ amount: z.string(), currency: z.enum(CURRENCIES) }).nullable();

/**
 * The intent: the durable record that a create request may have been sent (G2), and where, so that
 * its task can be found there.
 */
export const attemptSchema = z.object({
  begunAt: z.number(),
  account: z.string(),
  /** The model or group of the lane in which the task counts, decided when it began (G3). */
  lane: z.string(),
  baseUrl: z.string(),
  /**
   * The model's name in the create request, by which the provider lists its task; absent in a
   * record of an earlier version.
   */
  sentAs: z.string().optional(),
  /** Where the account is registered, if it is not the site of its region; decides the currency. */
  site: z.enum(SITES).optional(),
  /**
   * The highest possible cost at that host; null if the price is unknown, absent if an earlier
   * version, which kept no costs, wrote the record.
   */
  hold: costSchema.optional(),
  /** Written by the worker that sends, for all others; absent in a record of an earlier version. */
  deadlines: z
    .object({ sendBy: z.number(), answerBy: z.number(), listedBy: z.number() })
    .optional(),
  /**
   * How far the provider's clock was ahead of ours; null if unknown, absent in a record of an
   * earlier version.
   */
  providerAheadMs: z.number().nullable().optional(),
});

/**
 * An attempt whose task was proven absent by the provider's list. It may still appear.
 */
export const disprovenAttemptSchema = attemptSchema.extend({
  /** Which of the generation's attempts it was, from 1. */
  attempt: z.int(),
  /** Of its create request, if the answer held one. */
  requestId: z.string().nullable(),
  /** Its tasks that appeared while the generation had another one. */
  lateTasks: z.array(z.string()),
});
