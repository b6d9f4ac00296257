import { html } from "./html.ts";

/** The style of charts. */
export const CHART_STYLE = html`<style>
  .chart {
    display: block;
    overflow: hidden;
  }
  .chart.columns {
    width: calc(100% - 3.5rem);
    margin-left: 3.5rem;
    overflow: visible;
  }
  .chart text {
    fill: var(--text);
    font-size: 13px;
  }
  .chart text.quiet {
    fill: var(--quiet);
  }
  .chart .grid {
    stroke: var(--line);
  }
  .settled {
    --part: var(--link);
  }
  .held {
    --part: var(--busy);
  }
  .atRisk {
    --part: var(--bad);
  }
  .chart rect {
    fill: var(--part);
  }
  figure {
    margin: 0 0 1rem;
  }
  figcaption,
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    margin-bottom: 0.5rem;
    color: var(--quiet);
  }
  .legend li::before {
    display: inline-block;
    width: 0.75rem;
    height: 0.75rem;
    margin-right: 0.4rem;
    background: var(--part);
    content: "";
  }
</style>`;
