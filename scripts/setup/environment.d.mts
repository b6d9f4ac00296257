/** Returns the environment without the variables that npm added. */
export function withoutNpmVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv;

/** Returns the variables of an env file that are set and differ from those of the example. */
export function chosenVariables(text: string, example: string): Record<string, string>;
