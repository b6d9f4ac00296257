type Fields = Readonly<Record<string, unknown>>;

/**
 * Removes what DashScope's own SDKs add to every request and DashScope ignores:
 * `input.extend_prompt` and `input.function: "video-synthesis"` (Python), and
 * `parameters.with_audio: false` (Java). Everything else is left to validation.
 */
export function withoutSdkExtras(body: unknown): unknown {
  if (!isFields(body)) return body;
  const { input, parameters } = body;
  return {
    ...body,
    ...(isFields(input) ? { input: without(input, isInputExtra) } : {}),
    ...(isFields(parameters) ? { parameters: without(parameters, isParametersExtra) } : {}),
  };
}

function isInputExtra(name: string, value: unknown): boolean {
  return name === "extend_prompt" || (name === "function" && value === "video-synthesis");
}

function isParametersExtra(name: string, value: unknown): boolean {
  return name === "with_audio" && value === false;
}

function without(fields: Fields, isExtra: (name: string, value: unknown) => boolean): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !isExtra(name, value)),
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
