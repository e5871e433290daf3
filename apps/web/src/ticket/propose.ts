import type { SymbolRef } from '../market/address.js';
import { desk } from '../store/desk-slice.js';
import { store } from '../store/store.js';

let last = 0;

/** Puts a price into the tickets that show this instrument. */
export function propose(symbol: SymbolRef, price: string, side?: 'BUY' | 'SELL'): void {
  store.dispatch(desk.proposed({ id: ++last, symbol, price, side }));
}
