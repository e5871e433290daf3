import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { runtime, ticks } from '../sockets/runtime.js';
import { keyOf, type StreamKind, type SymbolRef } from './address.js';
import type { StreamEntry } from './tick-store.js';

const keyFor = (symbol: SymbolRef | undefined, kind: StreamKind): string =>
  symbol ? keyOf({ venue: symbol.venue, symbol: symbol.symbol, kind }) : '';

function useEntryValue<T>(key: string, pick: () => T): T {
  const subscribe = useCallback((listener: () => void) => ticks.subscribe(key, listener), [key]);
  return useSyncExternalStore(subscribe, pick);
}

/** Keeps a stream open; what it says does not draw anything again. */
export function useOpenStream(symbol: SymbolRef | undefined, kind: StreamKind): void {
  const { venue = '', symbol: name = '' } = symbol ?? {};
  const key = keyFor(symbol, kind);
  useEffect(
    () => (key === '' ? undefined : runtime().market.retain({ venue, symbol: name, kind })),
    [key, venue, name, kind],
  );
}

/** Keeps a stream open and draws again, at most once per animation frame, when anything of it changed. */
export function useStream(symbol: SymbolRef | undefined, kind: StreamKind): StreamEntry | undefined {
  useOpenStream(symbol, kind);
  const key = keyFor(symbol, kind);
  useEntryValue(key, () => ticks.find(key)?.version ?? -1);
  return symbol ? ticks.entry({ venue: symbol.venue, symbol: symbol.symbol, kind }) : undefined;
}

/** One value of a stream that is kept open elsewhere; draws again only when this value is another one. */
export function useStreamValue<T extends string | number | boolean | undefined>(
  symbol: SymbolRef | undefined,
  kind: StreamKind,
  pick: (entry: StreamEntry) => T,
): T | undefined {
  const key = keyFor(symbol, kind);
  return useEntryValue(key, () => {
    const entry = ticks.find(key);
    return entry && pick(entry);
  });
}

/** The stream as it is now, for those who ask at a moment of their own. */
export const streamNow = (symbol: SymbolRef, kind: StreamKind): StreamEntry | undefined =>
  ticks.find(keyFor(symbol, kind));
