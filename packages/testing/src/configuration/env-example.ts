import { readFileSync } from "node:fs";

const FILE = new URL("../../../../.env.example", import.meta.url);

/**
 * Returns the variables of an app in `.env.example` with their example values. The file has a
 * section for every set of apps that share variables: `# --- producer and worker ---`.
 */
export function readEnvExample(app: string): Readonly<Record<string, string>> {
  const sections = readFileSync(FILE, "utf8").split(/^# --- (.+) ---$/m);
  const variables: Record<string, string> = {};
  for (let index = 1; index < sections.length; index += 2) {
    const [title = "", text = ""] = sections.slice(index, index + 2);
    if (title !== "all apps" && !title.split(" and ").includes(app)) continue;
    for (const [, name = "", value = ""] of text.matchAll(/^([A-Z_]+)=(.*)$/gm))
      variables[name] = value;
  }
  return variables;
}
