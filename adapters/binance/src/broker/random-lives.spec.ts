import { describe, expect, it } from '@jest/globals';
import type { ExecutionReport } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { eventually, type RecordingBrokerSink } from '@bourseworks/testkit';
import { ACCOUNT, connectBroker, orderFor } from '../../test/broker.js';
import { textOf } from '../../test/stand-in/amounts.js';
import { timeout } from '../../test/stand-in/faults.js';
import { BinanceStandIn, type Flavour } from '../../test/stand-in/binance-stand-in.js';
import type { BinanceBroker } from './binance-broker.js';

const STEPS = Number(process.env['BINANCE_SOAK_STEPS'] ?? 60);
const SEED = Number(process.env['BINANCE_SOAK_SEED'] ?? 1);
const LOT = 1_000;

/** A life of orders, fills, cancels and lost connections; returns when everything is quiet. */
async function live(standIn: BinanceStandIn, broker: BinanceBroker, sink: RecordingBrokerSink, seed: number) {
  const rng = new SeededRng(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(rng.next() * list.length)];
  const root = standIn.flavour === 'spot' ? '/api/v3' : '/fapi/v1';
  let sent = 0;
  for (let step = 0; step < STEPS; step++) {
    const open = standIn.venue.orders.filter(({ status }) => status === 'NEW' || status === 'PARTIALLY_FILLED');
    const dice = rng.next();
    if (dice < 0.35 || open.length === 0) {
      if (rng.next() < 0.2) standIn.faults.next(`POST ${root}/order`, timeout(rng.next() < 0.5));
      // Every other id is longer than the venue takes.
      const tail = ++sent % 2 === 0 ? '' : '-of-a-strategy-with-a-very-long-name-indeed';
      const side = pick(['BUY', 'SELL'] as const);
      broker.submit(orderFor(broker, `t${sent}${tail}`, { side, price: side === 'BUY' ? 9_000 : 11_000 }));
    } else if (dice < 0.7) {
      const order = pick(open);
      const left = order.quantity - order.cumQty;
      const quantity = rng.next() < 0.4 ? left : Math.ceil((left / LOT) * rng.next()) * LOT;
      standIn.venue.fill(order.clientId, textOf(Math.min(left, quantity)));
    } else if (dice < 0.8) {
      const order = orderFor(broker, `t${1 + Math.floor(rng.next() * sent)}`);
      broker.cancel(order, `c${step}`);
    } else if (dice < 0.9) {
      standIn.streams.refuse(true);
      standIn.streams.cut();
      await eventually(() => sink.ups.at(-1) === false);
      for (const order of open.filter(({ status }) => status !== 'CANCELED').slice(0, 2))
        if (order.cumQty < order.quantity) standIn.venue.fill(order.clientId, textOf(order.quantity - order.cumQty));
      standIn.streams.refuse(false);
      await eventually(() => sink.ups.at(-1) === true);
    } else await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await eventually(() => standIn.names().filter((name) => name === `POST ${root}/order`).length > 0);
}

const keyOf = ({ execId, lastQty, lastPx }: ExecutionReport): string => `${execId} ${lastQty} ${lastPx}`;

describe.each(['spot', 'usdm'] as Flavour[])('Random lives over a connection that breaks, %s', (flavour) => {
  it.each([SEED, SEED + 1])(
    'every fill is found exactly once, seed %d',
    async (seed) => {
      const standIn = await BinanceStandIn.start(flavour);
      const { broker, sink } = await connectBroker(standIn, { requestTimeoutMs: 5_000 });
      await live(standIn, broker, sink, seed);
      const book = standIn.venue.trades.map(({ symbol, id, quantity, price }) => {
        return `${symbol}:${id} ${quantity / 1_000} ${price / 1_000_000}`;
      });
      const streamed = sink.reports.filter(({ execType }) => execType === 'Trade').map(keyOf);
      expect(new Set(streamed).size).toBe(streamed.length);
      const listed = await broker.fillsSince(ACCOUNT, 0);
      expect(listed.map(keyOf).sort()).toEqual([...book].sort());
      expect([...new Set([...streamed, ...listed.map(keyOf)])].sort()).toEqual([...book].sort());
      // Each under our id, however long, and what the venue says of the order is the sum of its fills.
      for (const clOrdId of new Set(listed.map((fill) => fill.clOrdId))) {
        expect(clOrdId).toMatch(/^t\d+/);
        const sum = listed.reduce((all, fill) => all + (fill.clOrdId === clOrdId ? (fill.lastQty ?? 0) : 0), 0);
        expect((await broker.order(ACCOUNT, clOrdId))?.cumQty).toBe(sum);
      }
      expect(sink.reports.filter(({ execType }) => execType === 'Rejected')).toEqual([]);
      await broker.close();
      await standIn.close();
    },
    60_000,
  );
});
