import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SubmitCommand } from '@bourseworks/order-engine';
import { BinanceBroker, FUTURES, SPOT } from '@bourseworks/adapters/binance';
import { eventually, tempDir } from '@bourseworks/testkit';
import { ACCOUNT, configFor } from '../../../../adapters/binance/test/broker.js';
import { BinanceStandIn, type Flavour } from '../../../../adapters/binance/test/stand-in/binance-stand-in.js';
import { timeout } from '../../../../adapters/binance/test/stand-in/faults.js';
import { loadOms, openOms } from '../testing/oms.js';

beforeAll(loadOms);

const STRATEGY = 'a-strategy-whose-name-is-too-long-for-binance';

/** The stand-in finds at once what it took: nothing is to be waited for. */
function quick(standIn: BinanceStandIn): BinanceBroker {
  const market = standIn.flavour === 'spot' ? SPOT : FUTURES;
  const capabilities = { ...market.capabilities, consistencyHorizonUs: 100_000 };
  return new BinanceBroker({ ...market, capabilities }, configFor(standIn, { requestTimeoutMs: 500 }));
}

function open(standIn: BinanceStandIn, directory: string) {
  const broker = quick(standIn);
  const accounts = [{ id: ACCOUNT, currency: 'USDT', cash: 10n ** 24n }];
  const oms = openOms(directory, broker, { accounts }, { venues: [broker.name], replaces: true });
  const ready = (): boolean => oms.brokers.waitingFor.length === 0;
  const bid = (sequence: number, quantity: string, price: string): SubmitCommand => ({
    commandId: `${STRATEGY}-1-${sequence}`,
    account: ACCOUNT,
    strategy: STRATEGY,
    sentUs: Date.now() * 1_000,
    venue: broker.name,
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity,
    price,
  });
  const submit = async (sequence: number, quantity = '0.01', price = '90'): Promise<string> => {
    const reply = await oms.core.command((engine, nowUs) => engine.submit(bid(sequence, quantity, price), nowUs));
    await oms.core.quiet();
    return reply.clOrdId;
  };
  const stateOf = (clOrdId: string) => oms.core.engine.orders({}, 100).find((order) => order.clOrdId === clOrdId);
  const close = async (): Promise<void> => {
    await oms.brokers.close();
    await oms.core.close();
  };
  return { ...oms, ready, submit, stateOf, close };
}

describe.each(['spot', 'usdm'] as Flavour[])('OMS with Binance, %s', (flavour) => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function start(directory = tempDir(), given?: BinanceStandIn) {
    const standIn = given ?? (await BinanceStandIn.start(flavour));
    if (given === undefined) closing.push(() => standIn.close());
    const oms = open(standIn, directory);
    let closed = false;
    const close = async (): Promise<void> => {
      if (!closed) await oms.close();
      closed = true;
    };
    closing.push(close);
    oms.brokers.start();
    await eventually(() => oms.ready());
    return { ...oms, standIn, close };
  }
  const key = flavour === 'spot' ? 'binance/BTCUSDT' : 'binance-usdm/BTCUSDT';
  const submitRequest = flavour === 'spot' ? 'POST /api/v3/order' : 'POST /fapi/v1/order';

  it('sends, fills, books fees, cancels', async () => {
    const { core, standIn, submit, stateOf } = await start();
    const filled = await submit(1, '0.01', '101');
    await eventually(() => stateOf(filled)?.ordStatus === 'Filled');
    expect(core.engine.portfolio.accountQuantity(ACCOUNT, key)).toBe(1_000);
    const [fill] = core.engine.orders({}, 10);
    expect(fill).toMatchObject({ execType: 'Trade', cumQty: 1_000 });
    const resting = await submit(2);
    await eventually(() => stateOf(resting)?.ordStatus === 'New');
    core.perform((engine, nowUs) => {
      const cancel = { commandId: `${STRATEGY}-1-3`, account: ACCOUNT, strategy: STRATEGY, sentUs: nowUs };
      return engine.cancel({ ...cancel, clOrdId: resting }, nowUs);
    });
    await eventually(() => stateOf(resting)?.ordStatus === 'Canceled');
    expect(standIn.venue.orders.map(({ status }) => status)).toEqual(['FILLED', 'CANCELED']);
    expect(core.engine.openOrders()).toEqual([]);
  });

  it('settles what the venue does not say: an order that is there, and one that is not', async () => {
    const { core, brokers, standIn, submit, stateOf } = await start();
    standIn.streams.mute(true);
    standIn.faults.next(submitRequest, timeout(true));
    const there = await submit(1);
    await eventually(() => stateOf(there)?.state === 'Unknown');
    standIn.venue.fill(standIn.venue.orders[0].clientId, '0.004');
    standIn.faults.next(submitRequest, timeout(false));
    const nowhere = await submit(2);
    await eventually(() => stateOf(nowhere)?.state === 'Unknown');
    brokers.watch();
    await eventually(() => core.engine.unresolved().length === 0);
    expect(stateOf(there)).toMatchObject({ ordStatus: 'PartiallyFilled', cumQty: 400, state: 'Acknowledged' });
    expect(stateOf(nowhere)).toMatchObject({ ordStatus: 'Rejected', cumQty: 0 });
    expect(standIn.names().filter((name) => name === submitRequest)).toHaveLength(2);
    expect(core.engine.portfolio.accountQuantity(ACCOUNT, key)).toBe(400);
  });

  it('has every fill once after a lost connection', async () => {
    const { core, standIn, submit, stateOf, ready } = await start();
    const orders = [await submit(1), await submit(2)];
    await eventually(() => orders.every((id) => stateOf(id)?.ordStatus === 'New'));
    const [first, second] = standIn.venue.orders;
    standIn.venue.fill(first.clientId, '0.002');
    await eventually(() => stateOf(orders[0])?.cumQty === 200);
    standIn.streams.refuse(true);
    standIn.streams.cut();
    await eventually(() => !ready());
    standIn.venue.fill(first.clientId, '0.003');
    standIn.venue.fill(second.clientId, '0.01');
    standIn.streams.refuse(false);
    await eventually(() => ready(), { timeoutMs: 10_000 });
    standIn.venue.fill(first.clientId, '0.001');
    await eventually(() => stateOf(orders[0])?.cumQty === 600);
    expect(stateOf(orders[1])).toMatchObject({ ordStatus: 'Filled', cumQty: 1_000 });
    expect(core.engine.portfolio.accountQuantity(ACCOUNT, key)).toBe(1_600);
  });

  it('finds its orders, and their fills with their fees, after a restart, whatever their ids', async () => {
    const directory = tempDir();
    const before = await start(directory);
    const clOrdId = await before.submit(1);
    expect(clOrdId.length).toBeGreaterThan(36);
    await eventually(() => before.stateOf(clOrdId)?.ordStatus === 'New');
    await before.close();
    const { standIn } = before;
    const trade = standIn.venue.fill(standIn.venue.orders[0].clientId, '0.01');
    const { core, stateOf } = await start(directory, standIn);
    expect(stateOf(clOrdId)).toMatchObject({ ordStatus: 'Filled', cumQty: 1_000 });
    expect(core.engine.portfolio.accountQuantity(ACCOUNT, key)).toBe(1_000);
    // The execution itself was booked, not a difference.
    expect(stateOf(clOrdId)).toMatchObject({ execType: 'Trade', execId: `BTCUSDT:${trade.id}` });
  });
});
