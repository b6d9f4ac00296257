/** The body of a create request, as far as its shape is known. */
export interface CreateBody {
  readonly model: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Parses the text of a create request. Returns null when it is not a JSON object, or when its
 * `input` or `parameters` is not an object.
 */
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

/** The text at a path; null when there is none. */
export function textAt(body: CreateBody, path: string): string | null {
  const value = valueAt(body, path);
  return typeof value === "string" ? value : null;
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
