/** A parsed JSON line from the log of an app. */
export interface LogLine {
  readonly [field: string]: unknown;
  readonly event?: unknown;
}

/**
 * Parses a JSON object; returns null for other text, such as a stack trace or a warning of Node.
 */
export function parseLogLine(text: string): LogLine | null {
  if (!text.startsWith("{")) return null;
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return null;
  }
}
