import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { runtime, ticks } from '../sockets/runtime.js';
import { keyOf, type StreamKind, type SymbolRef } from './address.js';
import type { StreamEntry } from './tick-store.js';

/** Keeps a stream open and draws again, at most once per animation frame, when it changed. */
export function useStream(symbol: SymbolRef | undefined, kind: StreamKind): StreamEntry | undefined {
  const { venue = '', symbol: name = '' } = symbol ?? {};
  const key = symbol ? keyOf({ venue, symbol: name, kind }) : '';
  useEffect(
    () => (key === '' ? undefined : runtime().market.retain({ venue, symbol: name, kind })),
    [key, venue, name, kind],
  );
  const subscribe = useCallback((listener: () => void) => ticks.subscribe(key, listener), [key]);
  const version = () => ticks.find(key)?.version ?? -1;
  useSyncExternalStore(subscribe, version);
  return symbol ? ticks.entry({ venue, symbol: name, kind }) : undefined;
}
