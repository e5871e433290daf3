import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { AlpacaStandIn, eventually } from '@bourseworks/testkit';
import { connectBroker, orderFor, type Connected } from '../../test/broker.js';

/** Rounds and orders; more with ALPACA_SOAK=n. */
const ORDERS = 30 * Number(process.env['ALPACA_SOAK'] || 1);

describe('AlpacaBroker: a lost stream', () => {
  let standIn: AlpacaStandIn;
  let connected: Connected;

  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
    connected = await connectBroker(standIn);
  });
  afterEach(async () => {
    await connected.broker.close();
    await standIn.close();
  });

  it('is told, and made anew', async () => {
    const { sink } = connected;
    standIn.cutStreams();
    await eventually(() => sink.links.length === 3);
    expect(sink.links.map(({ up }) => up)).toEqual([true, false, true]);
    expect(standIn.listeners).toBe(1);
  });

  it('is made anew when it says what cannot be read', async () => {
    const { broker, sink } = connected;
    standIn.sendRaw('{"stream":"trade_updates","data":{"event":"fill","order":{}}}');
    await eventually(() => sink.links.length === 3);
    expect(sink.links[1].reason).toContain('Alpaca sent');
    broker.submit(orderFor(broker, 'o-1'));
    await eventually(() => sink.typesAbout('o-1').includes('New'));
  });

  it('is made anew when it falls silent', async () => {
    await connected.broker.close();
    connected = await connectBroker(standIn, {}, { silenceMs: 60, pingMs: 10_000 });
    await eventually(() => connected.sink.links.length >= 3);
    expect(connected.sink.links[1]).toMatchObject({ up: false, reason: 'the venue fell silent' });
  });

  it('takes events and streams that it does not know', async () => {
    const { broker, sink } = connected;
    broker.submit(orderFor(broker, 'o-1'));
    await eventually(() => sink.typesAbout('o-1').includes('New'));
    const order = standIn.venue.ordered('o-1');
    standIn.sendRaw(JSON.stringify({ stream: 'account_updates', data: {} }));
    standIn.sendRaw(
      JSON.stringify({ stream: 'trade_updates', data: { event: 'reborn', order, timestamp: order.updated_at } }),
    );
    standIn.venue.fill(order.id, '10', '100');
    await eventually(() => sink.trades.length === 1);
    expect(sink.links).toHaveLength(1);
  });

  it('finds every fill again, once, whenever the stream breaks', async () => {
    const { broker, sink } = connected;
    const rng = new SeededRng(Number(process.env['ALPACA_SEED'] || 5));
    const { venue } = standIn;
    const open: string[] = [];
    for (let n = 0; n < ORDERS; n++) {
      const clOrdId = `o-${n}`;
      // Without an answer it is sent again: Alpaca takes an id once.
      for (let sent = 1; !venue.knows(clOrdId); sent++) {
        broker.submit(orderFor(broker, clOrdId));
        const unknown = () =>
          sink.typesAbout(clOrdId).filter((type) => type === 'Unknown' || type === 'Rejected').length;
        await eventually(() => venue.knows(clOrdId) || unknown() >= sent);
      }
      open.push(venue.ordered(clOrdId).id);
      for (let step = rng.integer(6); step > 0 && open.length > 0; step--) {
        const at = rng.integer(open.length);
        const order = venue.orders.get(open[at]);
        if (order === undefined) continue;
        venue.fill(order.id, rng.integer(3) === 0 ? '0.5' : '1', String(99 + rng.integer(3)));
        if (order.status === 'filled' || rng.integer(5) === 0) {
          if (order.status !== 'filled') venue.cancel(order.id);
          open.splice(at, 1);
        }
        if (rng.integer(4) === 0) standIn.cutStreams();
        if (rng.integer(9) === 0) standIn.cut();
        if (rng.integer(6) === 0) await eventually(() => standIn.listeners === 1);
      }
    }
    await eventually(() => standIn.listeners === 1 && sink.links.at(-1)?.up);
    const heard = new Map(sink.trades.map((fill) => [fill.execId, fill]));
    const found = await broker.fillsSince('A', 0);
    expect(new Set(found.map(({ execId }) => execId)).size).toBe(found.length);
    for (const fill of found) {
      const before = heard.get(fill.execId);
      // The same fill by both ways is the same in all that is booked.
      if (before !== undefined)
        expect(before).toMatchObject({ clOrdId: fill.clOrdId, lastQty: fill.lastQty, lastPx: fill.lastPx });
      heard.set(fill.execId, fill);
    }
    expect(sink.trades.length).toBeGreaterThan(0);
    expect(sink.trades.length).toBeLessThan(venue.fills.length);
    expect([...heard.keys()].sort()).toEqual(venue.fills.map((fill) => `${fill.order_id}:${fill.cum_qty}`).sort());
    for (let n = 0; n < ORDERS; n++) {
      const state = await broker.order('A', `o-${n}`);
      const filled = [...heard.values()].filter(({ clOrdId }) => clOrdId === `o-${n}`);
      expect(state?.cumQty).toBe(filled.reduce((sum, { lastQty = 0 }) => sum + lastQty, 0));
    }
  });
});
