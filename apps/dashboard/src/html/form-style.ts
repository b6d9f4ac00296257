import { html } from "./html.ts";

/** The style of forms and their buttons. */
export const FORM_STYLE = html`<style>
  .filter {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: end;
  }
  .filter :is(a, p) {
    margin: 0;
    padding: 0.3rem 0;
  }
  dl ~ button {
    margin-top: 0.75rem;
  }
  :is(.filter, .scroll) + .filter {
    margin-top: 1rem;
  }
  .filter label {
    display: inline-block;
  }
  .filter label .problem {
    display: block;
  }
  .filter:has(.problem) {
    align-items: start;
  }
  /* The hint of the field is long. */
  .wide input {
    width: 19rem;
  }
  /* On a wide screen, what is folded is open. A browser that does not know this keeps it folded. */
  @media (min-width: 40.01rem) {
    @supports selector(::details-content) {
      .folded::details-content {
        content-visibility: visible;
        block-size: auto;
      }
      .folded > summary {
        display: none;
      }
      .folded > form {
        margin-top: 1rem;
      }
    }
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
    margin-top: 0.75rem;
  }
  .chips a {
    display: inline-block;
    max-width: 100%;
    padding: 0.1rem 0.6rem;
    border: 1px solid var(--line);
    border-radius: 1rem;
    overflow-wrap: anywhere;
    text-decoration: none;
  }
  fieldset {
    margin: 0;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: 4px;
  }
  fieldset label {
    margin-right: 0.75rem;
    white-space: nowrap;
  }
  input:not([type="checkbox"]),
  select,
  textarea,
  button {
    max-width: 100%;
    padding: 0.3rem 0.6rem;
    background: var(--page);
    color: var(--text);
    border: 1px solid var(--line);
    border-radius: 4px;
    font: inherit;
  }
  button {
    cursor: pointer;
    white-space: nowrap;
  }
  .buys {
    border-color: var(--busy);
    color: var(--busy);
  }
  .field + .field {
    margin-top: 0.75rem;
  }
  .field label {
    display: block;
  }
  .field :is(input, select, textarea) {
    width: 100%;
  }
  .field p {
    margin: 0.15rem 0 0;
  }
  @media (max-width: 40rem) {
    .filter > label,
    .filter > label :is(input, select) {
      display: block;
      width: 100%;
    }
    /* A button may say a price. */
    button {
      white-space: normal;
    }
  }
</style>`;
