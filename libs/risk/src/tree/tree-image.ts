import type { Instrument } from '@bourseworks/domain';

/** A path as plain data: its nodes follow from its names, its limits from those in force. */
export interface PathImage {
  readonly number: number;
  readonly account: string;
  readonly strategy: string;
  readonly instrument: Instrument;
}

/** Everything in a tree that records built up, as plain data. Market prices and compiled limits are not in it. */
export interface TreeImage {
  /** Keys of the nodes, in the order of their numbers. */
  readonly nodes: readonly string[];
  readonly counters: Iterable<number>;
  readonly cash: ReadonlyMap<number, bigint>;
  readonly currencies: readonly string[];
  readonly locates: ReadonlyMap<string, { readonly quantity: number; readonly expireUs: number }>;
  readonly holdings: readonly {
    readonly instrument: Instrument;
    readonly fill: number;
    readonly nodes: readonly number[];
    readonly parents: readonly number[];
  }[];
  readonly superseded: readonly PathImage[];
  readonly paths: readonly PathImage[];
  /** Times of sends, oldest first, of each ring of a key. */
  readonly rings: readonly { readonly key: string; readonly sends: readonly (readonly number[])[] }[];
  readonly made: number;
}

export const pathImage = ({ number, account, strategy, instrument }: PathImage): PathImage => ({
  number,
  account,
  strategy,
  instrument,
});
