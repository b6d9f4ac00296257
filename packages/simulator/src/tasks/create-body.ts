/** The body of a create request, as far as it is known to be well-formed. */
export type CreateBody = {
  readonly model: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
};

/** Reads a create request's text; null when it is no JSON object, or its `input` or `parameters` are none. */
export function parseCreateBody(text: string): Partial<CreateBody> | null {
  const body = parseJson(text);
  if (!isRecord(body)) return null;
  const { model, input, parameters } = body;
  const isShaped = [input, parameters].every((part) => isAbsent(part) || isRecord(part));
  if (!isShaped) return null;
  return {
    ...(typeof model === "string" && model !== "" ? { model } : {}),
    input: isRecord(input) ? input : {},
    parameters: isRecord(parameters) ? parameters : {},
  };
}

/** The value at a path such as `input.prompt`; undefined when it is absent or null. */
export function valueAt(body: CreateBody, path: string): unknown {
  let value: unknown = body;
  for (const name of path.split(".")) value = isRecord(value) ? value[name] : undefined;
  return value ?? undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
