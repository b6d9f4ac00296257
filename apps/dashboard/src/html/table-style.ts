import { html } from "./html.ts";

/** The style of tables. */
export const TABLE_STYLE = html`<style>
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 0.35rem 1rem 0.35rem 0;
    text-align: left;
    vertical-align: top;
    border-bottom: 1px solid var(--line);
  }
  tr:last-child td {
    border-bottom: 0;
  }
  /* A Chinese head has no spaces: it would break within a word. */
  th {
    word-break: keep-all;
  }
  .fixed {
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  @media (max-width: 40rem) {
    table,
    tbody,
    tr,
    td {
      display: block;
    }
    thead,
    td:empty {
      display: none;
    }
    tr + tr {
      margin-top: 0.75rem;
      padding-top: 0.75rem;
      border-top: 1px solid var(--line);
    }
    td {
      display: flow-root;
      padding: 0 0 0 5.75rem;
      border: 0;
      overflow-wrap: anywhere;
    }
    td::before {
      float: left;
      width: 5.5rem;
      margin-left: -5.75rem;
      color: var(--quiet);
      content: attr(data-column);
    }
    td .fixed {
      white-space: normal;
    }
    /* Fits into one line. */
    td .time {
      font-size: 0.87em;
    }
  }
</style>`;
