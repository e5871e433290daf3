import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventsReplyShape } from '@bourseworks/dto';
import { RunningPlatform } from './support/running-platform.js';

let platform: RunningPlatform;
beforeAll(async () => {
  platform = await RunningPlatform.start();
}, 120_000);
afterAll(async () => {
  await platform.stop();
}, 60_000);

const SUBMIT = 'orders/request/v1/submit/SIM/manual';
const KILL = 'control/v1/kill/firm/all';
const HOST = 'control/v1/strategy/host/host1';
const INVALID = 'ACTOR_CLAIM_INVALID';
const kill = { commandId: 'bad-kill', actor: 'me', reason: 'test' };
const claimOf = (topic: string, body: object): unknown => (platform.signed(topic, body) as { claim: string }).claim;

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
      () => platform.signed('control/v1/strategy/host/host1', { action: 'stop', id: 'nobody' }),
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
    const reply = await platform.command<{ code: string; sequence: number }>(SUBMIT, body);
    expect(reply).toMatchObject({ code, ordStatus: 'Rejected', state: 'Denied' });
    // The same command again gives the same outcome, not a second one.
    expect(await platform.command(SUBMIT, body)).toMatchObject({ code, sequence: reply.sequence, duplicate: true });
  });

  it.each<[string, string, () => object, string]>([
    ['an order of a person without one', SUBMIT, () => order({}), 'ACTOR_CLAIM_REQUIRED'],
    ['a kill without one', KILL, () => kill, 'ACTOR_CLAIM_REQUIRED'],
    ['a re-arm without one', 'control/v1/rearm/firm/all', () => kill, 'ACTOR_CLAIM_REQUIRED'],
    ['the stop of a strategy without one', HOST, () => ({ action: 'stop', id: 'pts' }), 'ACTOR_CLAIM_REQUIRED'],
    ['an order under the claim of another', SUBMIT, () => order({ claim: claimOf(SUBMIT, order({})) }), INVALID],
    ['a kill in another name', KILL, () => ({ ...platform.signed(KILL, kill), actor: 'ann' }), INVALID],
    ['a kill of more than was signed', KILL, () => platform.signed('control/v1/kill/account/SIM', kill), INVALID],
    ['a claim that is none', SUBMIT, () => order({ claim: 'me' }), INVALID],
    ['a claim of another kind', SUBMIT, () => order({ claim: { name: 'me' } }), 'BAD_REQUEST'],
  ])('%s is refused for its claim', async (_name, topic, body, code) => {
    expect(await platform.refusalOf(topic, body())).toBe(code);
  });

  it('an order that was refused for its claim is as good as not sent', async () => {
    const body = order({ symbol: 'NOPE' });
    expect(await platform.refusalOf(SUBMIT, body)).toBe('ACTOR_CLAIM_REQUIRED');
    expect(await platform.command(SUBMIT, body)).toMatchObject({ code: 'INSTRUMENT_UNKNOWN', duplicate: false });
    const { events } = await platform.ask<EventsReplyShape>('orders/query/v1/events', {
      strategy: 'manual',
      limit: 1_000,
    });
    const { commandId } = body as { commandId: string };
    expect(events.filter((event) => event.commandId === commandId)).toHaveLength(1);
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
