import type { Contenders, RoundOptions, Spread } from './rounds.js';

export interface Goal {
  readonly name: string;
  readonly op: '>=' | '<=';
  readonly goal: number;
}

/** What a bench found: a value for each goal, whatever else is worth reading, the versions of its peers. */
export interface Measurement {
  readonly values: Readonly<Record<string, number>>;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly peers?: Readonly<Record<string, string>>;
}

export interface BenchContext {
  /** True under --quick: keep the whole run under 30 s (else under 3 minutes). */
  readonly quick: boolean;
  /** Progress, on stderr. */
  readonly say: (text: string) => void;
  /** Interleaved rounds of all contenders; the number of rounds follows --quick. */
  readonly rounds: <K extends string>(contenders: Contenders<K>, options?: RoundOptions) => Promise<Record<K, Spread>>;
}

export interface Bench {
  readonly name: string;
  readonly goals: readonly Goal[];
  measure(context: BenchContext): Promise<Measurement>;
}

/** A file `bench/NAME.bench.ts` exports this as `bench`. */
export function defineBench(bench: Bench): Bench {
  return bench;
}
