import { expect, it } from '@jest/globals';
import { FLAG, type MarketDataEvent } from '@bourseworks/domain';
import type { StrategyThread } from '@bourseworks/strategy';
import { writeEvent } from './thread-writer.js';

const time = { us: 1, ns: 0 };
const ohlcv = { open: 1, high: 1, low: 1, close: 1, volume: 1, trades: 1 };
const events: readonly MarketDataEvent[] = [
  { kind: 'trade', ...time, price: 1, quantity: 1 },
  { kind: 'quote', ...time, bidPrice: 1, bidQuantity: 1, askPrice: 2, askQuantity: 1 },
  { kind: 'bar', startUs: 0, endUs: 1, ...ohlcv },
];

it.each(events)('flags of a $kind are written, and do not stay for the next one', (event) => {
  const flags: number[] = [];
  const write = (_: unknown, record: { flags: number }): void => void flags.push(record.flags);
  const thread = { write } as unknown as StrategyThread;
  const place = { instrument: 0, kind: 'trade' as const, seq: 1, receivedUs: 1, conflate: false };
  writeEvent(thread, { ...event, flags: FLAG.BACKFILLED }, place);
  writeEvent(thread, event, place);
  expect(flags).toEqual([FLAG.BACKFILLED, 0]);
});
