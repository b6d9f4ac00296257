const ASSIGNMENT = /^\s*(?:export\s+)?\w+\s*=\s*(.*)$/;

/**
 * Returns what is wrong with each line of an env file that sets nothing, in words that show no
 * value, because some are keys. Node ignores such a line, and a limit would be lost in silence.
 */
export function envFileProblems(text) {
  const lines = text.split(/\r?\n/);
  const problems = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    const place = `line ${index + 1}${nameIn(line)}`;
    if (/^\s*(#|$)/.test(line)) continue;
    const assignment = ASSIGNMENT.exec(line);
    if (assignment === null) {
      problems.push(`${place} is not NAME=value`);
      continue;
    }
    const [, value] = assignment;
    const [quote] = /^["'`]/.exec(value) ?? [];
    if (quote === undefined || value.includes(quote, 1)) continue;
    const end = lines.findIndex((next, at) => at > index && next.includes(quote));
    const inside = lines.slice(index + 1, end + 1);
    if (end === -1 || inside.some((next) => ASSIGNMENT.test(next)))
      problems.push(`${place} opens a quote that is not closed`);
    else index = end;
  }
  return problems;
}

function nameIn(line) {
  const [, name] = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)[\s:=]/.exec(line) ?? [];
  return name === undefined ? "" : ` (${name})`;
}
