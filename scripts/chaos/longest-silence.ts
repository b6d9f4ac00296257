/** The longest time from a kill to the next request that reached the provider, in milliseconds. */
export function longestSilenceMs(
  requests: readonly { readonly at: number }[],
  kills: readonly number[],
): number {
  const waits = kills.map((killedAt) => {
    const next = requests.find(({ at }) => at > killedAt);
    return next === undefined ? 0 : next.at - killedAt;
  });
  return Math.max(0, ...waits);
}
