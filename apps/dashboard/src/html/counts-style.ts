import { html } from "./html.ts";

/** The style of numbers that are seen at a glance: counts by status, and slots. */
export const COUNTS_STYLE = html`<style>
  .counts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(6.5rem, 1fr));
    gap: 0.5rem;
  }
  .counts a {
    display: block;
    height: 100%;
    padding: 0.4rem 0.6rem;
    border: 1px solid var(--line);
    border-radius: 6px;
    color: var(--text);
    text-decoration: none;
  }
  .counts a:hover {
    border-color: var(--link);
  }
  .counts strong {
    display: block;
    font-size: 1.35rem;
    line-height: 1.3;
    font-variant-numeric: tabular-nums;
  }
  .counts .none :is(strong, .status) {
    color: var(--quiet);
    font-weight: normal;
  }
  .slots {
    display: inline-flex;
    gap: 2px;
    margin-right: 0.5rem;
    vertical-align: -1px;
  }
  .slots i {
    width: 0.6rem;
    height: 0.8rem;
    border: 1px solid var(--busy);
    border-radius: 2px;
  }
  .slots .taken {
    background: var(--busy);
  }
</style>`;
