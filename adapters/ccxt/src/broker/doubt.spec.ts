import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { OrderTerms } from '@bourseworks/domain';
import { SystemClock, type BrokerOrder } from '@bourseworks/ports';
import { eventually, RecordingBrokerSink } from '@bourseworks/testkit';
import { brokerFor } from '../../test/contract.js';
import { StandInVenue } from '../../test/stand-in-venue.js';
import type { CcxtBroker } from './ccxt-broker.js';

const TERMS: OrderTerms = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 400, price: 4_900_000 };
/** More than the horizons over which brokerFor's order is looked for. */
const GIVEN_UP_MS = 1_600;

describe('an order in doubt that the lists do not show yet', () => {
  let broker: CcxtBroker;
  afterEach(() => broker.close());

  const orderOf = (clOrdId: string): BrokerOrder => ({
    clOrdId,
    account: 'CCXT',
    instrument: broker.instruments()[0],
    terms: TERMS,
    sentUs: new SystemClock().nowUs(),
  });
  const submitted = async (venue: StandInVenue, clOrdId: string) => {
    broker = brokerFor(venue);
    const sink = new RecordingBrokerSink();
    await broker.connect(sink);
    venue.lagging = true;
    venue.failNext('submit', 'delay-after');
    const order = orderOf(clOrdId);
    broker.submit(order);
    await eventually(() => sink.of(clOrdId, 'Unknown').length === 1);
    return { sink, order };
  };

  it.each(['cancel', 'replace'] as const)('is followed on after a %s that came too early', async (command) => {
    const venue = new StandInVenue();
    const { sink, order } = await submitted(venue, 'early-1');
    if (command === 'cancel') broker.cancel(order, 'change-1');
    else broker.replace(order, 'change-1', { ...TERMS, quantity: 500 });
    await eventually(() => sink.about('change-1').length === 1);
    expect(sink.about('change-1')).toMatchObject([{ code: 'ORDER_UNKNOWN' }]);
    venue.lagging = false;
    await eventually(() => sink.of('early-1', 'New').length === 1);
    broker.cancel(order, 'cancel-2');
    await eventually(() => sink.of('cancel-2', 'Canceled').length === 1);
  });

  it('can be cancelled after it was given up', async () => {
    const venue = new StandInVenue();
    const { sink, order } = await submitted(venue, 'late-1');
    await sleep(GIVEN_UP_MS);
    venue.lagging = false;
    broker.cancel(order, 'cancel-1');
    await eventually(() => sink.of('cancel-1', 'Canceled').length === 1);
    expect(sink.of('late-1', 'New')).toHaveLength(1);
  });

  it('is followed once the open orders show it, though it was given up', async () => {
    const venue = new StandInVenue();
    const { sink } = await submitted(venue, 'late-2');
    await sleep(GIVEN_UP_MS);
    venue.lagging = false;
    expect(await broker.openOrders('CCXT')).toMatchObject([{ clOrdId: 'late-2' }]);
    venue.fill(venue.byClientId('late-2')?.id ?? '', 400);
    await eventually(() => sink.fills('late-2').length === 1);
  });
});
