/**
 * What a span contains besides its times. No ids of tasks' results, no content and no links (G7).
 */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where a span belongs, and what is known when it begins. */
export interface SpanTerms {
  /** The `traceparent` that it continues; by default that of the span that is active. */
  readonly parent?: string | undefined;
  readonly attributes?: SpanAttributes;
}

/** A span while its work runs. */
export interface OpenSpan {
  /** Its own `traceparent`, for those who continue it; without tracing, that of its parent. */
  readonly traceparent: string | undefined;
  set(attributes: SpanAttributes): void;
  /** Marks it as failed. */
  fail(reason: string): void;
}

/** Traces of this process. Its types name no library, so that none is loaded without tracing. */
export interface Tracing {
  readonly isOn: boolean;
  /** Runs work in a span, which is active until it ends. A rejection marks it as failed. */
  span<T>(name: string, terms: SpanTerms, work: (span: OpenSpan) => Promise<T>): Promise<T>;
  /** The same, but without a span if none is active. */
  child<T>(name: string, terms: SpanTerms, work: (span: OpenSpan) => Promise<T>): Promise<T>;
  /** Adds a span that has ended. Times are epoch milliseconds. */
  add(name: string, terms: SpanTerms & { readonly from: number; readonly to: number }): void;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
}

const withoutSpan = <T>(
  _name: string,
  { parent }: SpanTerms,
  work: (span: OpenSpan) => Promise<T>,
) => work({ traceparent: parent, set() {}, fail() {} });

/** Tracing that is off. */
export const NO_TRACING: Tracing = {
  isOn: false,
  span: withoutSpan,
  child: withoutSpan,
  add() {},
  close: async () => {},
};
