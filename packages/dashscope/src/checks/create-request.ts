/** The body of a create request. */
export interface CreateRequest {
  readonly model: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}
