/** Returns the environment without the variables that npm added. */
export function withoutNpmVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
