import path from "node:path";

import { Marked } from "marked";
import { gfmHeadingId } from "marked-gfm-heading-id";

/**
 * A page of `docs/` as HTML. Headings have GitHub's anchors, and links to other pages lead to
 * `/docs/…`. Of links to files outside `docs/`, which an image lacks, only the text remains.
 *
 * @param page its path below `docs/`, without `.md`
 */
export function renderGuide(page: string, markdown: string): string {
  const marked = new Marked(gfmHeadingId(), {
    renderer: {
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const to = targetOf(page, href);
        return to === null ? text : `<a href="${to}">${text}</a>`;
      },
      image: ({ text }) => text,
    },
  });
  return marked.parse(markdown, { async: false });
}

/** Where a link of a page leads on this server; null if it leads to a file that is not served. */
export function targetOf(page: string, href: string): string | null {
  if (/^(https?:\/\/|#)/.test(href)) return href;
  const [file = "", anchor] = href.split("#");
  const [, to] = /^(?!\.\.\/)(.+)\.md$/.exec(path.join(path.dirname(page), file)) ?? [];
  return to === undefined ? null : `/docs/${to}${anchor === undefined ? "" : `#${anchor}`}`;
}
