import type { Instrument, LocalTime, StreamKind } from '@bourseworks/domain';

/** A column: its name in the header, or its place, from 0. */
export type ColumnRef = string | number;

/** What a bar's time stands for: its beginning, its end, or the last millisecond of it. */
export const STANDS = ['start', 'end', 'last'] as const;
export type Stands = (typeof STANDS)[number];

/** A time in one column, or in several that are read with a space between. */
export interface TimeColumn {
  readonly columns: readonly ColumnRef[];
  readonly format: string;
}

/** Meanings of columns, by kind; those with a question mark may be left out. */
export const FIELDS = {
  trade: ['price', 'quantity', 'side?', 'id?'],
  quote: ['bidPrice', 'askPrice', 'bidQuantity?', 'askQuantity?'],
  book: ['side', 'price', 'quantity', 'snapshot?'],
  bar: ['open', 'high', 'low', 'close', 'volume?', 'trades?'],
} as const;

/** One stream of one instrument, and how its files are read. */
export interface TableSpec {
  readonly kind: StreamKind;
  /** Below the folder of the description, in order of time. */
  readonly files: readonly string[];
  readonly header: boolean;
  readonly delimiter: string;
  readonly descending: boolean;
  /** Of JSON: names on the way to the list of rows. */
  readonly path: readonly string[];
  readonly time: TimeColumn;
  readonly stands: Stands;
  readonly received: TimeColumn | undefined;
  readonly local: LocalTime;
  readonly columns: Readonly<Record<string, ColumnRef>>;
}

export interface TableInstrument {
  readonly instrument: Instrument;
  readonly tables: readonly TableSpec[];
}
