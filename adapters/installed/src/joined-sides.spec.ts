import { describe, expect, it } from '@jest/globals';
import { Adapter, type BrokerAdapter, type MarketDataSide } from '@bourseworks/ports';
import { joinSides } from './joined-sides.js';

const side: MarketDataSide = { moduleUrl: 'file:///market-data.js', config: {} };
const createBroker = (): BrokerAdapter => {
  throw new Error('not asked for');
};

class Half extends Adapter {
  constructor(
    readonly name: string,
    readonly marketData: MarketDataSide | undefined,
    readonly createBroker: (() => BrokerAdapter) | undefined,
    readonly venues: readonly string[] = ['v'],
  ) {
    super();
  }
}

const data = new Half('a', side, undefined);
const broker = new Half('a', undefined, createBroker);
const both = new Half('b', side, createBroker);

describe('joinSides', () => {
  it('makes one of a broker and market data of one name, at the place of the first', () => {
    for (const halves of [
      [broker, both, data],
      [data, both, broker],
    ]) {
      const [joined, other, ...more] = joinSides(halves);
      expect(joined).toMatchObject({ name: 'a', venues: ['v'], marketData: side, createBroker });
      expect([other, ...more]).toEqual([both]);
    }
  });

  it('leaves apart what overlaps, serves other venues or has nothing', () => {
    for (const pair of [
      [data, data],
      [both, new Half('b', side, undefined)],
      [broker, new Half('a', side, undefined, ['w'])],
      [broker, new Half('a', undefined, undefined)],
      [broker, both],
    ]) {
      expect(joinSides(pair)).toEqual(pair);
    }
  });

  it('takes a third of the name as one too many', () => {
    expect(joinSides([data, broker, data])).toHaveLength(2);
  });
});
