import type { CreateRequest } from "@dashqueue/dashscope";

/** A task in the provider's own records: the truth, whether or not anyone knows it. */
export interface ModelTask {
  readonly id: string;
  /** The generation that it was created for. */
  readonly generationId: string;
  readonly request: CreateRequest;
  readonly requestId: string;
  readonly createdAt: number;
  /** The same time on the provider's clock. */
  readonly shownAt: number;
  status: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED";
  endedAt: number | null;
  /** Whether the list shows it yet. */
  listed: boolean;
}

/** Whether it costs money, or may. */
export function isPaid({ status }: ModelTask): boolean {
  return status !== "FAILED" && status !== "CANCELED";
}
