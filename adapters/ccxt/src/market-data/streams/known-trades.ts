import type { KeyedTrade } from '../history/trades.js';

/** Trades that are remembered: several pages of any exchange. */
const MAX_KNOWN = 20_000;
/** So many trades whose ids rise by one are no accident. */
const NUMBERED = 50;

/** The last trades of a market that were heard of, by whatever way. */
export class KnownTrades {
  private readonly keys = new Set<string>();
  /** Of the latest, epoch microseconds; 0 = none. */
  lastUs = 0;

  has({ key }: KeyedTrade): boolean {
    return this.keys.has(key);
  }

  add({ key, event }: KeyedTrade): void {
    this.keys.add(key);
    if (this.keys.size > MAX_KNOWN) this.keys.delete(this.keys.values().next().value ?? '');
    this.lastUs = Math.max(this.lastUs, event.us);
  }
}

/** Whether the exchange numbers the trades of a market by one, as far as a page of them shows. */
export function isNumbered(page: readonly KeyedTrade[]): boolean {
  if (page.length < NUMBERED) return false;
  const numbers = page.map(({ event }) => numberOf(event.tradeId));
  return numbers.every((number, at) => at === 0 || number === numbers[at - 1] + 1);
}

/** NaN for what is no whole number. */
export function numberOf(id: string | undefined): number {
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : NaN;
}
