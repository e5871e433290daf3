import type { LimitsConfigShape } from '@bourseworks/dto/shapes';

/** One limit that differs; undefined where there is none. */
export interface LimitChange {
  /** `account SIM maxPosition`. */
  readonly what: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Every limit by its name; several of the same scope are numbered. */
function limitsOf({ version: _version, rules, ...rest }: LimitsConfigShape): Map<string, string> {
  const limits = new Map(Object.entries(rest).map(([name, value]): [string, string] => [name, shown(value)]));
  for (const rule of rules) {
    const { scope, id, symbol, ...fields } = rule as typeof rule & { readonly symbol?: string };
    const place = [scope, id, ...(symbol === undefined ? [] : [symbol])].join(' ');
    for (const [field, value] of Object.entries(fields)) {
      let name = `${place} ${field}`;
      for (let n = 2; limits.has(name); n++) name = `${place} ${field} (${n})`;
      limits.set(name, shown(value));
    }
  }
  return limits;
}

/** What new limits change: in the order of those in force, then what is new. The version alone is no change. */
export function limitChanges(inForce: LimitsConfigShape, next: LimitsConfigShape): LimitChange[] {
  const [before, after] = [limitsOf(inForce), limitsOf(next)];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .map((what) => ({ what, before: before.get(what), after: after.get(what) }))
    .filter((change) => change.before !== change.after);
}

export function changeLine({ what, before, after }: LimitChange): string {
  if (before === undefined) return `+ ${what}: ${after}`;
  return after === undefined ? `- ${what}: ${before}` : `~ ${what}: ${before} -> ${after}`;
}

/** Every limit of a config as a row. */
export function limitRows(config: LimitsConfigShape): { readonly what: string; readonly value: string }[] {
  return [...limitsOf(config)].map(([what, value]) => ({ what, value }));
}
