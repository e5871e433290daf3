import { SolaceSession } from '@bourseworks/solace-transport';
import type { BusLogin } from '../bus/wire.js';
import type { Quote } from './wire.js';

interface Item {
  readonly time: string;
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
}

/** What a plain server does with what comes from the bus: decode, derive once, hand on each update. */
export async function eachUpdate(
  login: BusLogin,
  venue: string,
  handOn: (symbol: string, quote: Quote) => void,
): Promise<void> {
  const session = new SolaceSession(login);
  await session.connect();
  const bases = new Map<string, number>();
  await session.subscribe(`marketdata/live/v1/quote/${venue}/*`, ({ topic, payload }) => {
    const symbol = topic.slice(topic.lastIndexOf('/') + 1);
    const { items } = JSON.parse(payload.toString('utf8')) as { items: readonly Item[] };
    for (const { time, bid, bidSize, ask, askSize } of items) {
      const sum = Math.round((bid + ask) * 100);
      const base = bases.get(symbol) ?? sum;
      bases.set(symbol, base);
      handOn(symbol, {
        time: Number(time.slice(0, -3)) / 1_000,
        bid,
        bidSize,
        ask,
        askSize,
        mid: (sum * 5) / 1_000,
        spread: Math.round((ask - bid) * 100) / 100,
        changePercent: Math.round(((sum - base) / base) * 100 * 10_000) / 10_000,
      });
    }
  });
}
