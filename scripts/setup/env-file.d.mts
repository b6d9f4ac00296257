export function envFileProblems(text: string): string[];
