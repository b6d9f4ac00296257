/** The guides in the order in which they are read: to set up, to call, to run. */
export const GUIDES = [
  "getting-started",
  "configuration",
  "integrate",
  "many",
  "webhooks",
  "tenants",
  "money",
  "redis",
  "scaling",
  "performance",
  "chaos",
  "operations/README",
  "operations/deploy",
  "operations/upgrade",
  "operations/backup",
  "operations/capacity",
  "operations/hardening",
  "operations/alerts",
  "operations/waiting",
  "operations/errors",
  "operations/log-events",
  "operations/metrics",
  "operations/tracing",
] as const;

/** The pages that list all guides, with the folder of these. */
export const INDEX_PAGES: Readonly<Record<string, string>> = {
  guides: "",
  "zh/guides": "zh/",
};

/** The list of all guides by their titles, as Markdown. */
export function indexOf(folder: string, titles: readonly string[]): string {
  const [title, switched] =
    folder === "" ? ["Guides", "[中文](zh/guides.md)"] : ["指南", "[English](../guides.md)"];
  const links = GUIDES.map((guide, index) => `- [${titles[index] ?? guide}](${guide}.md)`);
  return `# ${title}\n\n${switched}\n\n${links.join("\n")}\n`;
}

/** The first heading of a guide; null without one. */
export function titleOf(markdown: string): string | null {
  return /^# (.+)$/m.exec(markdown)?.[1] ?? null;
}
