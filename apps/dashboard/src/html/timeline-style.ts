import { html } from "./html.ts";

/** The style of the picture of a history. */
export const TIMELINE_STYLE = html`<style>
  .timeline {
    display: block;
    margin-bottom: 0.75rem;
    overflow: hidden;
  }
  .timeline text {
    fill: var(--text);
    font-size: 13px;
  }
  .timeline text.quiet {
    fill: var(--quiet);
  }
  .timeline .track {
    fill: var(--media);
  }
  /* The stroke keeps a bar visible that is narrower than a pixel. */
  .timeline .bar {
    fill: var(--busy);
    stroke: var(--busy);
    stroke-width: 1px;
  }
  .timeline .queued {
    fill: var(--quiet);
    stroke: var(--quiet);
  }
  .timeline .running {
    fill: var(--link);
    stroke: var(--link);
  }
  .timeline .archiving {
    fill: var(--good);
    stroke: var(--good);
  }
  .timeline .uncertain {
    fill: var(--bad);
    stroke: var(--bad);
  }
</style>`;
