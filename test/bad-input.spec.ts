import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningPlatform } from './support/running-platform.js';

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await RunningPlatform.start();
}, 120_000);
afterAll(async () => {
  await platform.stop();
}, 60_000);

const SUBMIT = 'orders/request/v1/submit/SIM/manual';

function order(changes: object): object {
  const good = {
    account: 'SIM',
    strategy: 'manual',
    sentTime: `${Date.now()}000000`,
    venue: 'sim',
    symbol: 'BTCUSD',
    side: 'BUY',
  };
  return {
    ...good,
    type: 'LIMIT',
    timeInForce: 'DAY',
    quantity: '0.01',
    price: '100',
    commandId: `bad-${Math.random()}`,
    ...changes,
  };
}

describe('bad input on the bus', () => {
  it.each<[string, string, () => unknown, string]>([
    ['malformed JSON', SUBMIT, () => Buffer.from('{"account":'), 'BAD_MESSAGE'],
    ['JSON that is no object', SUBMIT, () => Buffer.from('[1,2]'), 'BAD_REQUEST'],
    ['a missing field', SUBMIT, () => order({ side: undefined }), 'BAD_REQUEST'],
    ['an unknown field', SUBMIT, () => order({ surprise: 1 }), 'BAD_REQUEST'],
    ['a negative quantity', SUBMIT, () => order({ quantity: '-1' }), 'BAD_REQUEST'],
    ['a body of another account than the topic', SUBMIT, () => order({ account: 'OTHER' }), 'BAD_TOPIC'],
    ['a topic that is not ours', 'orders/request/v1/explode/SIM/manual', () => order({}), 'NO_HANDLER'],
    [
      'history of an unknown venue',
      'marketdata/request/historical',
      () => history({ venue: 'nowhere' }),
      'VENUE_UNKNOWN',
    ],
    [
      'history of an unknown symbol',
      'marketdata/request/historical',
      () => history({ symbol: 'NOPE' }),
      'INSTRUMENT_UNKNOWN',
    ],
    [
      'history of an unknown adapter',
      'marketdata/request/historical',
      () => history({ adapter: 'nobody' }),
      'ADAPTER_UNKNOWN',
    ],
    [
      'a reversed range',
      'marketdata/request/historical',
      () => history({ from: '2000000000000', to: '1000000000000' }),
      'HISTORY_RANGE_INVALID',
    ],
    [
      'a live stream of an unknown symbol',
      'marketdata/request/live',
      () => live({ symbol: 'NOPE' }),
      'INSTRUMENT_UNKNOWN',
    ],
    ['a live stream of an unknown kind', 'marketdata/request/live', () => live({ kind: 'rumours' }), 'BAD_REQUEST'],
    [
      'a lease that does not exist',
      'marketdata/request/renew',
      () => ({ leaseId: 'x', subscriber: 'y' }),
      'LEASE_UNKNOWN',
    ],
    [
      'an unknown strategy',
      'control/v1/strategy/host/host1',
      () => ({ action: 'stop', id: 'nobody' }),
      'STRATEGY_UNKNOWN',
    ],
    [
      'a kill of an unknown scope',
      'control/v1/kill/galaxy/all',
      () => ({ commandId: 'k', actor: 'me', reason: 'test' }),
      'BAD_TOPIC',
    ],
  ])('%s is refused with a code', async (_name, topic, body, code) => {
    expect(await platform.refusalOf(topic, body())).toBe(code);
  });

  it.each<[string, object, string]>([
    ['an unknown symbol', { symbol: 'NOPE' }, 'INSTRUMENT_UNKNOWN'],
    ['an unknown adapter', { adapter: 'nobody' }, 'ADAPTER_UNKNOWN'],
    ['an unknown venue', { venue: 'nowhere' }, 'VENUE_UNKNOWN'],
    ['a price off the tick', { price: '100.001' }, 'PRICE_OFF_TICK'],
    ['a quantity of nothing', { quantity: '0' }, 'QUANTITY_INVALID'],
    ['a bid far above the market', { price: '200000' }, 'RISK_PRICE_COLLAR'],
    ['a request that is too old', { sentTime: '1500000000000000000' }, 'ORDER_EXPIRED'],
  ])('an order with %s is denied, with an outcome on record', async (_name, changes, code) => {
    const body = order(changes) as { commandId: string };
    const reply = await platform.ask<{ code: string; sequence: number }>(SUBMIT, body);
    expect(reply).toMatchObject({ code, ordStatus: 'Rejected', state: 'Denied' });
    // The same command again gives the same outcome, not a second one.
    expect(await platform.ask(SUBMIT, body)).toMatchObject({ code, sequence: reply.sequence, duplicate: true });
  });

  it('leaves every service up, on its first process', () => {
    expect(platform.events('launcher.crashed')).toEqual([]);
    expect(platform.events('process.crashed')).toEqual([]);
  });
});

function history(changes: object): object {
  return {
    requestId: 'h1',
    venue: 'sim',
    symbol: 'BTCUSD',
    kind: 'bar-1m',
    from: '1000000000000',
    to: '2000000000000',
    ...changes,
  };
}

function live(changes: object): object {
  return { requestId: 'l1', venue: 'sim', symbol: 'BTCUSD', kind: 'quote', subscriber: 'test', ...changes };
}
