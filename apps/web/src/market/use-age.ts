import { useCallback, useSyncExternalStore } from 'react';
import { ticks } from '../sockets/runtime.js';
import { keyOf, type StreamKind, type SymbolRef } from './address.js';
import { ageOf } from './tick-store.js';

const LOOK_EVERY_MS = 1_000;

/** One timer for all that look at ages. */
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(listener: () => void): () => void {
  watchers.add(listener);
  timer ??= setInterval(() => watchers.forEach((one) => one()), LOOK_EVERY_MS);
  return () => {
    watchers.delete(listener);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Seconds since a stream last said anything, once that is long; 0 while it is not. */
export function useAge(symbol: SymbolRef | undefined, kind: StreamKind): number {
  const key = symbol ? keyOf({ venue: symbol.venue, symbol: symbol.symbol, kind }) : '';
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [watch(listener), ticks.subscribe(key, listener)];
      return () => stops.forEach((stop) => stop());
    },
    [key],
  );
  return useSyncExternalStore(subscribe, () => ageOf(ticks.find(key), Date.now()));
}
