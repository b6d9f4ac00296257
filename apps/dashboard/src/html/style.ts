import { html } from "./html.ts";
import { CHART_STYLE } from "./chart-style.ts";
import { COUNTS_STYLE } from "./counts-style.ts";
import { FORM_STYLE } from "./form-style.ts";
import { MEDIA_STYLE } from "./media-style.ts";
import { TABLE_STYLE } from "./table-style.ts";
import { TIMELINE_STYLE } from "./timeline-style.ts";

/** The style sheet of our pages. */
export const STYLE = html`<style>
    :root {
      color-scheme: light dark;
      --text: light-dark(#1c2430, #d8dee9);
      --quiet: light-dark(#5d6b7e, #8b96a5);
      --page: light-dark(#f6f7f9, #12161c);
      --card: light-dark(#ffffff, #1a2029);
      --media: light-dark(#eceff3, #0c0f14);
      --line: light-dark(#e2e6ec, #2b3440);
      --link: light-dark(#1f5fbf, #7fb0f5);
      --good: light-dark(#1a7f45, #5bc98a);
      --bad: light-dark(#b3261e, #f2867e);
      --busy: light-dark(#8a5a00, #e6b450);
    }
    * {
      box-sizing: border-box;
    }
    body {
      margin: 0 auto;
      max-width: 74rem;
      padding: 1.5rem 1rem 4rem;
      background: var(--page);
      color: var(--text);
      font:
        15px/1.5 system-ui,
        sans-serif;
    }
    a {
      color: var(--link);
    }
    h1 {
      margin: 1rem 0 0.25rem;
      font-size: 1.4rem;
      overflow-wrap: anywhere;
    }
    h2 {
      margin: 0 0 0.75rem;
      font-size: 1rem;
    }
    section {
      margin-top: 1rem;
      padding: 1rem 1.25rem;
      background: var(--card);
      border: 1px solid var(--line);
      border-radius: 8px;
    }
    section > p:first-child,
    h2 + p {
      margin-top: 0;
    }
    section > p:last-child {
      margin-bottom: 0;
    }
    section.bad {
      border-color: var(--bad);
    }
    dl {
      display: grid;
      grid-template-columns: max-content 1fr;
      gap: 0.35rem 1.5rem;
      margin: 0;
    }
    dt,
    th,
    .quiet {
      color: var(--quiet);
      font-weight: normal;
    }
    dd {
      margin: 0;
      overflow-wrap: anywhere;
    }
    @media (max-width: 40rem) {
      dl {
        grid-template-columns: 1fr;
        gap: 0;
      }
      dd {
        margin-bottom: 0.5rem;
      }
    }
    header {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem 1.5rem;
      align-items: center;
      padding-bottom: 0.75rem;
      border-bottom: 1px solid var(--line);
    }
    .brand {
      color: var(--text);
      font-weight: 700;
      text-decoration: none;
    }
    nav {
      display: flex;
      flex-wrap: wrap;
      gap: 0.25rem 1.1rem;
    }
    @media (max-width: 40rem) {
      nav {
        order: 1;
        width: 100%;
      }
    }
    nav a {
      color: var(--quiet);
      text-decoration: none;
    }
    nav a:hover {
      color: var(--link);
    }
    nav [aria-current] {
      color: var(--text);
      font-weight: 600;
      box-shadow: 0 2px var(--link);
    }
    .language {
      margin-left: auto;
    }
    .language button {
      padding: 0 0.6rem;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .attention li + li {
      margin-top: 0.75rem;
    }
    section.good {
      border-color: var(--good);
    }
    code,
    pre {
      font:
        13px/1.5 ui-monospace,
        monospace;
    }
    pre {
      margin: 0.75rem 0 0;
      overflow-x: auto;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .offer + .offer,
    h2.next {
      margin-top: 0.75rem;
    }
    ol {
      margin: 0 0 0.75rem;
      padding-left: 1.25rem;
    }
    .whole {
      user-select: all;
    }
    summary {
      margin-top: 0.75rem;
      cursor: pointer;
    }
    .problem {
      color: var(--bad);
    }
    .status {
      font-weight: 600;
      color: var(--busy);
    }
    .status.succeeded {
      color: var(--good);
    }
    .status.failed,
    .status.uncertain {
      color: var(--bad);
    }
    .status.canceled {
      color: var(--quiet);
    }
  </style>
  ${CHART_STYLE} ${COUNTS_STYLE} ${FORM_STYLE} ${MEDIA_STYLE} ${TABLE_STYLE} ${TIMELINE_STYLE}`;
