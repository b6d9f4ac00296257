/** How many runs before this one keep their logs. */
const KEPT_RUNS = 5;

/**
 * Which logs of an app are renamed before a run begins its own, in this order: `<app>.log` becomes
 * `<app>.1.log`, and so on. The oldest one is replaced.
 */
export function rotationsOf(
  app: string,
  exists: (name: string) => boolean,
): readonly (readonly [from: string, to: string])[] {
  const nameOf = (age: number) => (age === 0 ? `${app}.log` : `${app}.${age}.log`);
  const ages = Array.from({ length: KEPT_RUNS }, (_, age) => age);
  const gap = ages.find((age) => !exists(nameOf(age))) ?? KEPT_RUNS;
  return ages
    .slice(0, gap)
    .toReversed()
    .map((age) => [nameOf(age), nameOf(age + 1)]);
}
