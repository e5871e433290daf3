import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type OrderType } from '@bourseworks/domain';
import type { RouteWish } from '@bourseworks/order-engine';
import { Adapter, AdapterRegistry, type BrokerAdapter } from '@bourseworks/ports';
import { FakeBroker } from '../testing/oms.js';
import { BrokerDirectory } from '../brokers/broker-directory.js';
import { Router, type RouterOptions } from './router.js';
import { parseRoutingRules } from './routing-rules.js';

class Venue extends Adapter {
  readonly venues = ['v'];
  readonly marketData = undefined;
  readonly createBroker = (): BrokerAdapter => this.broker;
  constructor(
    readonly name: string,
    private readonly broker: FakeBroker,
  ) {
    super();
  }
}

function brokerOf(name: string, orderTypes: readonly OrderType[], symbols: readonly string[]): FakeBroker {
  const broker = new FakeBroker(name);
  Object.assign(broker, { capabilities: { ...broker.capabilities, orderTypes } });
  const spec = { venue: 'v', assetClass: 'equity', currency: 'USD', tickSize: '0.01', lotSize: '1' } as const;
  broker.instruments = () => symbols.map((symbol) => expectOk(defineInstrument({ ...spec, symbol })));
  return broker;
}

const plain = brokerOf('plain', ['MARKET', 'LIMIT'], ['X', 'Y']);
const stops = brokerOf('stops', ['MARKET', 'LIMIT', 'STOP'], ['X', 'Z']);
const wish: RouteWish = { account: 'A', symbol: 'X', type: 'LIMIT', timeInForce: 'DAY' };

function router(options: Partial<RouterOptions> = {}): Router {
  const directory = new BrokerDirectory(
    new AdapterRegistry([plain, stops].map((broker) => new Venue(broker.name, broker))),
  );
  for (const broker of [plain, stops]) directory.refresh(broker);
  return new Router(directory, { rules: [], holds: () => true, ...options });
}

const chosen = (of: Router, more: Partial<RouteWish> = {}, adapter?: string): string => {
  const route = of.find('v', adapter, { ...wish, ...more });
  return route.ok ? route.value.adapter : route.refusal.code;
};

describe('Router', () => {
  it.each([
    [{}, 'plain'],
    [{ type: 'STOP' }, 'stops'],
    [{ symbol: 'Z' }, 'stops'],
    [{ symbol: 'Y', type: 'STOP' }, 'plain'],
    [{ symbol: 'unlisted' }, 'plain'],
  ] as const)('takes the first broker that lists the symbol and can do it: %j -> %s', (more, adapter) => {
    expect(chosen(router(), more)).toBe(adapter);
  });

  it('follows the order, then the first rule that matches', () => {
    const rules = parseRoutingRules('[{"account":"B","adapter":"stops"},{"symbol":"Y","adapter":"stops"}]');
    const ruled = router({ rules });
    expect([chosen(ruled), chosen(ruled, { account: 'B' }), chosen(ruled, { account: 'B' }, 'plain')]).toEqual([
      'plain',
      'stops',
      'plain',
    ]);
    expect(chosen(ruled, { symbol: 'Y' })).toBe('stops');
  });

  it('sends nothing to a broker that does not hold the account', () => {
    const held = router({ holds: (adapter, account) => adapter === 'stops' || account === 'B' });
    expect([chosen(held), chosen(held, { account: 'B' }), chosen(held, {}, 'plain')]).toEqual([
      'stops',
      'plain',
      'ADAPTER_ACCOUNT',
    ]);
    expect(chosen(router({ holds: () => false }))).toBe('ADAPTER_ACCOUNT');
  });

  it('says what is wrong with a venue or an adapter', () => {
    const result = router().find('nowhere', undefined, wish);
    expect(result.ok ? '' : result.refusal.code).toBe('VENUE_UNKNOWN');
    expect(chosen(router(), {}, 'nobody')).toBe('ADAPTER_UNKNOWN');
  });
});

describe('parseRoutingRules', () => {
  it.each([
    ['nonsense', 'is not JSON'],
    ['{}', 'is no list'],
    ['[7]', 'rule 1 is no object'],
    ['[{"venue":"v"}]', 'rule 1 names no adapter'],
    ['[{"adapter":"a"},{"adapter":"a","typ":"STOP"}]', 'rule 2 has an unknown field typ'],
    ['[{"adapter":"a","type":"STOPP"}]', 'type of rule 1'],
    ['[{"adapter":"a","symbol":7}]', 'symbol of rule 1 is no text'],
  ])('refuses %s', (text, why) => {
    expect(() => parseRoutingRules(text)).toThrow(why);
  });
});
