import type { StreamAddress } from '@bourseworks/dto/shapes';

/** Instrument as people point at it. */
export interface SymbolRef {
  readonly venue: string;
  readonly symbol: string;
}

export type StreamKind = StreamAddress['kind'];

export const keyOf = ({ venue, symbol, kind, adapter = '' }: StreamAddress): string =>
  `${venue}|${symbol}|${kind}|${adapter}`;

export const symbolKey = ({ venue, symbol }: SymbolRef): string => `${venue}|${symbol}`;

export const sameSymbol = (a: SymbolRef | undefined, b: SymbolRef | undefined): boolean =>
  a?.venue === b?.venue && a?.symbol === b?.symbol;
