/** One line of an app's log: an object with whatever that app has to say. */
export type LogLine = { readonly [field: string]: unknown; readonly event?: unknown };

/** The JSON object on this line, or null for any other text (a stack trace, a warning of Node). */
export function parseLogLine(text: string): LogLine | null {
  if (!text.startsWith("{")) return null;
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return null;
  }
}
