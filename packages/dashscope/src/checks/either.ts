/** Writes a list of choices, as in `1, 2, or 3`. */
export const EITHER = new Intl.ListFormat("en", { type: "disjunction" });
