import type { Adjustment, Bar, Quote, Trade } from '../market-data.js';
import type { FactorTable } from './factor-table.js';
import { inverse, scaled, type Fraction } from './fraction.js';

/**
 * A trade, quote or bar with prices adjusted by the factors of its time (of a bar, its start) and quantities by those of
 * splits. Each number is worked out from the raw one and rounded once, to the nearest unit of its scale, halves up; what is
 * not 0 stays at least one unit. Throws NUMBER_RANGE where a number would exceed 2^50 units. A bar that holds trades of both
 * sides of an action has one factor for all of them.
 */
export function adjusted<E extends Trade | Quote | Bar>(event: E, table: FactorTable, adjustment: Adjustment): E;
export function adjusted(event: Trade | Quote | Bar, table: FactorTable, adjustment: Adjustment): Trade | Quote | Bar {
  const us = event.kind === 'bar' ? event.startUs : event.us;
  const price = table.priceFactor(us, adjustment);
  const quantity = inverse(table.priceFactor(us, adjustment === 'raw' ? 'raw' : 'split'));
  if (isOne(price) && isOne(quantity)) return event;
  switch (event.kind) {
    case 'trade':
      return { ...event, price: scaled(event.price, price), quantity: scaled(event.quantity, quantity) };
    case 'quote':
      return {
        ...event,
        bidPrice: scaled(event.bidPrice, price),
        bidQuantity: scaled(event.bidQuantity, quantity),
        askPrice: scaled(event.askPrice, price),
        askQuantity: scaled(event.askQuantity, quantity),
      };
    case 'bar':
      return {
        ...event,
        open: scaled(event.open, price),
        high: scaled(event.high, price),
        low: scaled(event.low, price),
        close: scaled(event.close, price),
        volume: scaled(event.volume, quantity),
      };
  }
}

const isOne = ({ n, d }: Fraction): boolean => n === d;
