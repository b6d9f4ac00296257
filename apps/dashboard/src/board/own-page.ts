import { html } from "../html/html.ts";
import type { Translate } from "../texts/translate.ts";

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

/**
 * Bull Board can hide all of its buttons or none. Only their icons have names that last. The
 * language is chosen on our own pages. The title gives way to the link that leads back to them.
 */
const STYLE = `<style>
  :is(
    [role="menuitem"],
    [role="dialog"] button,
    [class*="jobActions-"] li,
    [class*="queueActions-"] li
  ):has(${REFUSED.join(", ")}),
  [role="dialog"] [class*="field-"]:has(input[value="en-US"], input[value="zh-CN"]) {
    display: none;
  }
  #root > [style*="100vh"] {
    background: Canvas !important;
    color-scheme: light dark;
  }
  header > [class*="logo-"] {
    visibility: hidden;
  }
  .console {
    position: fixed;
    z-index: 100;
    top: 0;
    left: 0;
    padding: 0 1.25rem;
    color: var(--foreground);
    font: 600 1.05rem/var(--header-height) var(--font-sans);
    text-decoration: none;
  }
  /* There, the header has a second line. */
  @media (max-width: 768px) {
    .console {
      padding: 0 1rem;
      line-height: 3rem;
    }
  }
  .console:hover {
    color: var(--primary);
  }
</style>`;

const FOREIGN_LINK = /<link\b[^>]*\bhref="https?:[^>]*>/g;

/**
 * Bull Board's page without the fonts of another host and without buttons that are refused, in the
 * language of the reader, with a way back to our own pages.
 */
export function ownPage(page: string, t: Translate): string {
  const back = html`<a class="console" href="/">← ${t("Dashboard")}</a>`.html;
  return page
    .replaceAll(FOREIGN_LINK, "")
    .replace('<html lang="en"', `<html lang="${t.language}"`)
    .replace("</head>", `${STYLE}</head>`)
    .replace(/<body\b[^>]*>/, (body) => body + back)
    .replace(/\bLoading\b/, t("Loading"));
}
