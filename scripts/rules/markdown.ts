const FENCE = /^( *)(```+|~~~+)[^]*?^\1\2.*$/gm;

/** The fenced code blocks of a Markdown text, with their fences. */
export function fencesOf(text: string): readonly string[] {
  return [...text.matchAll(FENCE)].map(([fence]) => fence);
}

/** A Markdown text without its fenced code blocks. */
export function withoutFences(text: string): string {
  return text.replaceAll(FENCE, "");
}

/** The relative links of a Markdown text, those to a heading of the same page included. */
export function relativeLinks(text: string): readonly string[] {
  const links = withoutFences(text).matchAll(/\]\(<?(?![a-z]+:)([^)>\s]+)>?[^)]*\)/g);
  return [...links].map(([, link = ""]) => link);
}

/** The anchors of the headings of a Markdown text, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of withoutFences(text).matchAll(/^#{1,6} +(.+)$/gm)) {
    const name = anchorOf(heading);
    let anchor = name;
    for (let number = 1; anchors.has(anchor); number += 1) anchor = `${name}-${number}`;
    anchors.add(anchor);
  }
  return anchors;
}

function anchorOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");
}
