/**
 * The icons of the actions that the policy refuses to everybody: add, duplicate, edit, reschedule,
 * change priority, remove children, clean or empty, obliterate, set concurrency, set rate limit.
 */
const REFUSED = [
  "plus",
  "files",
  "pencil",
  "clock",
  "arrow-up-down",
  "list-x",
  "trash-2",
  "ban",
  "chart-no-axes-gantt",
  "gauge",
].map((icon) => `.lucide-${icon}`);

/** Bull Board can hide all of its buttons or none. Only their icons have names that last. */
const STYLE = `<style>
  :is(
    [role="menuitem"],
    [role="dialog"] button,
    [class*="jobActions-"] li,
    [class*="queueActions-"] li
  ):has(${REFUSED.join(", ")}) {
    display: none;
  }
</style>`;

const FOREIGN_LINK = /<link\b[^>]*\bhref="https?:[^>]*>/g;

/** Bull Board's page without the fonts of another host and without buttons that are refused. */
export function ownPage(page: string): string {
  return page.replaceAll(FOREIGN_LINK, "").replace("</head>", `${STYLE}</head>`);
}
