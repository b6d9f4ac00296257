/** Numbers by name. */
type Reading<Name extends string> = Readonly<Record<Name, number>>;

/** What was added from one reading to a later one. */
export function added<Name extends string>(
  from: Reading<Name>,
  to: Reading<Name>,
): Record<Name, number> {
  return mapped(to, (number, name) => number - (from[name] ?? 0));
}

export function scaled<Name extends string>(
  reading: Reading<Name>,
  factor: number,
): Record<Name, number> {
  return mapped(reading, (number) => number * factor);
}

function mapped<Name extends string>(
  reading: Reading<Name>,
  change: (number: number, name: Name) => number,
): Record<Name, number> {
  const entries = Object.entries(reading) as [Name, number][];
  return Object.fromEntries(
    entries.map(([name, number]) => [name, change(number, name)]),
  ) as Record<Name, number>;
}
