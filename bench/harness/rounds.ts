/** Each contender does the same work once and resolves to its figure (a time or a rate), always in the same unit. */
export type Contenders<K extends string> = Readonly<Record<K, () => number | Promise<number>>>;

export interface RoundOptions {
  /** Measured rounds, at least 7. */
  readonly rounds?: number;
  /** Rounds before, not counted: the compiler has seen the code when counting begins. */
  readonly warmup?: number;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
}

/** The value at fraction `q` (0 to 1) of ascending `sorted`, nearest rank. Throws RangeError when it is empty. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) throw new RangeError('no quantile of nothing');
  const rank = Math.ceil(q * sorted.length) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank))] ?? Number.NaN;
}

export function spread(samples: readonly number[]): Spread {
  const sorted = Float64Array.from(samples).sort();
  return {
    median: quantile(sorted, 0.5),
    min: quantile(sorted, 0),
    max: quantile(sorted, 1),
    rounds: sorted.length,
  };
}

const minRounds = 7;

/**
 * Runs the contenders in turn, round after round, so that a busy moment of the machine hits all of them. The order
 * turns by one each round: nobody always runs on what another left behind.
 */
export async function interleaved<K extends string>(
  contenders: Contenders<K>,
  { rounds = minRounds, warmup = 2 }: RoundOptions = {},
): Promise<Record<K, Spread>> {
  if (rounds < minRounds) throw new RangeError(`at least ${minRounds} rounds, not ${rounds}`);
  const names = Object.keys(contenders) as K[];
  const samples = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = -warmup; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + warmup) % names.length];
      const value = await contenders[name]();
      if (round >= 0) samples.get(name)?.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, spread(samples.get(name) ?? [])])) as Record<K, Spread>;
}
