import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlpacaStandIn, eventually } from '@bourseworks/testkit';
import { connectBroker, dollars, orderFor, type Connected } from '../../test/broker.js';

const REQUEST_TIMEOUT_MS = 1_500;
/** Less than a cancel takes that waits for an answer, or for a replace to be settled. */
const SOON = { timeoutMs: 1_000 };

describe('AlpacaBroker: a cancel and the replaces before it', () => {
  let standIn: AlpacaStandIn;
  let connected: Connected;

  const open = async (requestsPerMinute = 10_000) => {
    connected = await connectBroker(standIn, { requestTimeoutMs: REQUEST_TIMEOUT_MS, requestsPerMinute });
    connected.broker.submit(orderFor(connected.broker, 'o-1'));
    await eventually(() => connected.sink.typesAbout('o-1').includes('New'));
  };
  beforeEach(async () => {
    standIn = await AlpacaStandIn.start();
  });
  afterEach(async () => {
    await connected.broker.close();
    await standIn.close();
  });

  const replace = (replaceId: string, price: number): void => {
    const order = orderFor(connected.broker, 'o-1');
    connected.broker.replace(order, replaceId, { ...order.terms, price: dollars(price) });
  };
  const cancel = (): void => connected.broker.cancel(orderFor(connected.broker, 'o-1'), 'c-1');
  const typesOf = (id: string) => connected.sink.about(id).map(({ execType }) => execType);
  const told = (id: string) => eventually(() => typesOf(id).length > 0, SOON);

  it('a replace that waits for the rate limit is dropped', async () => {
    // Three questions for instruments and this order; one of the ten is kept for cancels.
    await open(10);
    const { broker } = connected;
    for (let n = 2; n <= 6; n++) broker.submit(orderFor(broker, `o-${n}`));
    await eventually(() => standIn.requests.length === 9);
    replace('r-1', 101);
    cancel();
    await told('c-1');
    expect(typesOf('c-1')).toEqual(['Canceled']);
    expect(connected.sink.about('r-1')).toMatchObject([
      {
        execType: 'ReplaceRejected',
        origClOrdId: 'o-1',
        code: 'ORDER_KEPT',
        reason: expect.stringContaining('not sent'),
      },
    ]);
    expect(standIn.asked('PATCH', '/v2/orders')).toEqual([]);
  });

  it('a replace that waits for another one is dropped', async () => {
    await open();
    standIn.venue.holdReplaces = true;
    replace('r-1', 101);
    await eventually(() => connected.sink.typesAbout('o-1').includes('PendingReplace'));
    replace('r-2', 102);
    cancel();
    await told('r-2');
    expect(typesOf('r-2')).toEqual(['ReplaceRejected']);
    standIn.venue.settleReplace(standIn.venue.ordered('r-1').id);
    await told('c-1');
    expect(typesOf('r-1')).toEqual(['Replaced']);
    expect(typesOf('c-1')).toEqual(['Canceled']);
    expect(standIn.asked('PATCH', '/v2/orders')).toHaveLength(1);
  });

  it('a replace that nothing is known of is not waited for', async () => {
    await open();
    standIn.faultNext('PATCH', 'silence-before');
    replace('r-1', 101);
    await eventually(() => typesOf('r-1').length > 0);
    expect(typesOf('r-1')).toEqual(['Unknown']);
    cancel();
    await told('c-1');
    expect(typesOf('c-1')).toEqual(['Canceled']);
  });

  it('a replace that nothing is known of and that Alpaca has under way is waited for', async () => {
    await open();
    standIn.venue.holdReplaces = true;
    standIn.faultNext('PATCH', 'silence-after');
    replace('r-1', 101);
    await eventually(() => typesOf('r-1').length > 0);
    cancel();
    await eventually(() => standIn.asked('DELETE', '/v2/orders').length === 1, SOON);
    standIn.venue.settleReplace(standIn.venue.ordered('r-1').id);
    await told('c-1');
    expect(typesOf('r-1')).toEqual(['Unknown', 'Replaced']);
    expect(connected.sink.about('c-1')).toMatchObject([
      { execType: 'Canceled', venueOrderId: standIn.venue.ordered('r-1').id },
    ]);
  });
});
