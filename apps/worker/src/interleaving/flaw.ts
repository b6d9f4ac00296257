/** Something that is built wrongly on purpose, so that the property can be seen to find it. */
export type Flaw =
  /** A record is written without comparing its revision. */
  | "no-compare"
  /** The intent is acknowledged, and was not written, when the create leaves. */
  | "intent-not-written"
  /** A lost answer is taken for the proof that nothing was made. */
  | "unknown-is-not-sent"
  /** One look into a list that lags behind is taken for a proof. */
  | "one-look-proves"
  /** Two generations may adopt the same task. */
  | "no-owners"
  /** The lane lets one in too many. */
  | "one-slot-more"
  /** A file is said to be safe before it is. */
  | "stored-too-early"
  /** Nobody gives a record its lost job back. */
  | "no-repair";
