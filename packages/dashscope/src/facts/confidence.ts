/**
 * The source of a fact: the provider's documentation, a third party that quotes or measured it, or
 * a conclusion.
 */
export type Confidence = "docs" | "third-party" | "inferred";
