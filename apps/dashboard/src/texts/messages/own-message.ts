/**
 * A message of ours, and its Chinese: `$1` is what stands there as it is, `{1}` is a message or an
 * advice itself.
 */
export type OwnMessage = readonly [message: RegExp, chinese: string];
