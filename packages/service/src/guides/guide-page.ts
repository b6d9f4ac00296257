/** The home page of a process, to which its guides lead back, by its name in each language. */
export interface GuidesHome {
  readonly en: string;
  readonly zh: string;
}

/** A guide, or the list of all, as a page with its header. */
export function guidePage(page: string, title: string, content: string, home: GuidesHome): string {
  const isChinese = page.startsWith("zh/");
  const [start, index, list] = isChinese
    ? [home.zh, "全部指南", "/docs/zh/guides"]
    : [home.en, "All guides", "/docs/guides"];
  return `<!doctype html>
<html lang="${isChinese ? "zh-CN" : "en"}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${title} · dashqueue</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <header>
      <a class="brand" href="/">dashqueue</a>
      <nav><a href="/">← ${start}</a> <a href="${list}">${index}</a></nav>
    </header>
    <main>${content}</main>
  </body>
</html>
`;
}

/** The colors are those of the dashboard. */
const STYLE = `
      :root {
        color-scheme: light dark;
        --text: light-dark(#1c2430, #d8dee9); --page: light-dark(#f6f7f9, #12161c);
        --card: light-dark(#ffffff, #1a2029); --line: light-dark(#e2e6ec, #2b3440);
        --link: light-dark(#1f5fbf, #7fb0f5); --quiet: light-dark(#5d6b7e, #8b96a5);
      }
      body {
        background: var(--page); color: var(--text); font: 15px/1.6 system-ui, sans-serif;
        margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem;
      }
      a { color: var(--link) }
      header {
        border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem;
        padding-bottom: 0.75rem;
      }
      .brand { color: var(--text); font-weight: 700; text-decoration: none }
      nav { display: flex; gap: 1.1rem }
      nav a { color: var(--quiet); text-decoration: none }
      h1 { font-size: 1.6rem }
      h2 { border-top: 1px solid var(--line); font-size: 1.2rem; margin-top: 2rem; padding-top: 1rem }
      h3 { font-size: 1rem }
      code { background: var(--card); border-radius: 4px; padding: 0.1rem 0.25rem }
      pre {
        background: var(--card); border: 1px solid var(--line); border-radius: 8px;
        padding: 0.75rem 1rem;
      }
      pre code { background: none; padding: 0 }
      pre, table { display: block; overflow-x: auto }
      table { border-collapse: collapse }
      th, td {
        border-bottom: 1px solid var(--line); padding: 0.35rem 1rem 0.35rem 0; text-align: start;
        vertical-align: top;
      }
      :target { background: Highlight; color: HighlightText }
    `;
