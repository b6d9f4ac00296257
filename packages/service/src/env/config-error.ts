/** What is set from outside keeps the process from starting. The message is for people and names every problem. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
