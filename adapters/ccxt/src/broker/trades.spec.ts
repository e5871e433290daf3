import { afterEach, describe, expect, it } from '@jest/globals';
import type { OrderTerms } from '@bourseworks/domain';
import { SystemClock, type BrokerOrder } from '@bourseworks/ports';
import { eventually, RecordingBrokerSink } from '@bourseworks/testkit';
import { brokerFor } from '../../test/contract.js';
import { StandInVenue } from '../../test/stand-in-venue.js';
import type { CcxtBroker } from './ccxt-broker.js';

const TERMS: OrderTerms = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 400, price: 4_900_000 };
const DAY_MS = 86_400_000;

class ShiftedClock extends SystemClock {
  shiftMs = 0;

  override nowUs(): number {
    return super.nowUs() + this.shiftMs * 1_000;
  }
}

describe('trades by ccxt', () => {
  const brokers: CcxtBroker[] = [];
  afterEach(async () => {
    for (const broker of brokers.splice(0)) await broker.close();
  });

  const connected = async (broker: CcxtBroker): Promise<RecordingBrokerSink> => {
    brokers.push(broker);
    const sink = new RecordingBrokerSink();
    await broker.connect(sink);
    return sink;
  };
  const orderOf = (broker: CcxtBroker, clOrdId: string): BrokerOrder => ({
    clOrdId,
    account: 'CCXT',
    instrument: broker.instruments()[0],
    terms: TERMS,
    sentUs: new SystemClock().nowUs(),
  });

  it('are found after weeks without any, where an answer covers a week', async () => {
    const venue = new StandInVenue();
    venue.tradesForMs = 7 * DAY_MS;
    const clock = new ShiftedClock();
    clock.shiftMs = -20 * DAY_MS;
    const broker = brokerFor(venue, clock);
    const sink = await connected(broker);
    const startUs = clock.nowUs();
    clock.shiftMs = 0;
    broker.submit(orderOf(broker, 'idle-1'));
    await eventually(() => sink.of('idle-1', 'New').length === 1);
    venue.fill(venue.byClientId('idle-1')?.id ?? '', 100);
    await eventually(() => sink.fills('idle-1').length === 1);
    expect(await broker.fillsSince('CCXT', startUs)).toHaveLength(1);
    expect(await broker.fillsSince('CCXT', 0)).toHaveLength(1);
  });

  it('of an order of an earlier process are waited for when its status runs ahead of them', async () => {
    const venue = new StandInVenue();
    const first = brokerFor(venue);
    const heard = await connected(first);
    first.submit(orderOf(first, 'left-1'));
    await eventually(() => heard.of('left-1', 'New').length === 1);
    venue.fill(venue.byClientId('left-1')?.id ?? '', 100);
    await eventually(() => heard.fills('left-1').length === 1);
    await first.close();
    const second = brokerFor(venue, new SystemClock(), 60_000);
    const sink = await connected(second);
    await second.openOrders('CCXT');
    venue.tradesLag = true;
    venue.fill(venue.byClientId('left-1')?.id ?? '', 300);
    const asked = venue.questions;
    await eventually(() => venue.questions > asked + 12);
    venue.tradesLag = false;
    await eventually(() => sink.fills('left-1').some(({ lastQty }) => lastQty === 300));
  });

  it('of an order of an earlier process are waited for no longer than a horizon', async () => {
    const venue = new StandInVenue();
    const first = brokerFor(venue);
    const heard = await connected(first);
    first.submit(orderOf(first, 'left-2'));
    await eventually(() => heard.of('left-2', 'New').length === 1);
    await first.close();
    const second = brokerFor(venue);
    const sink = await connected(second);
    await second.openOrders('CCXT');
    venue.tradesLag = true;
    venue.fill(venue.byClientId('left-2')?.id ?? '', 100);
    venue.cancel(venue.byClientId('left-2')?.id ?? '');
    await eventually(() => sink.of('left-2', 'Canceled').length === 1);
  });
});
