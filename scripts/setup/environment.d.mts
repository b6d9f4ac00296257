/** A copy of the environment as it was before npm started this script. */
export function withoutNpmVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
