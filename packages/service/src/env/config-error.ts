/**
 * An invalid configuration. The message is for operators, names every problem and holds no value.
 */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
