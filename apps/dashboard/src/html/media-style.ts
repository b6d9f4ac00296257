import { html } from "./html.ts";

/** The style of results: pictures, videos, sound and other files. */
export const MEDIA_STYLE = html`<style>
  .results {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
    gap: 1.25rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .results li {
    min-width: 0;
  }
  .results p {
    margin: 0.5rem 0;
    overflow-wrap: anywhere;
  }
  .results a:has(img) {
    display: block;
  }
  video,
  img,
  .format {
    display: block;
    width: 100%;
    max-height: 70vh;
    background: var(--media);
    border-radius: 4px;
    object-fit: contain;
  }
  video {
    aspect-ratio: auto 16 / 9;
  }
  img {
    min-height: 4rem;
  }
  audio {
    width: 100%;
  }
  .format {
    padding: 2.5rem 1rem;
    color: var(--quiet);
    font-size: 1.25rem;
    text-align: center;
  }
  .copyable {
    display: flex;
    gap: 0.5rem;
    align-items: baseline;
    margin-top: 0.35rem;
    white-space: nowrap;
  }
  .copyable span {
    min-width: 4.5rem;
  }
  .copyable input {
    flex: 1;
    min-width: 0;
    padding: 0.15rem 0.35rem;
    background: var(--page);
    color: var(--text);
    border: 1px solid var(--line);
    border-radius: 4px;
    font:
      13px/1.5 ui-monospace,
      monospace;
    text-overflow: ellipsis;
  }
  .small {
    width: 6rem;
    height: 4rem;
    min-height: 0;
    object-fit: cover;
  }
</style>`;
