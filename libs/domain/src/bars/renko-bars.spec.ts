import { describe, expect, it } from '@jest/globals';
import type { Bar, Trade } from '../market-data.js';
import { MAX_BRICKS, renkoBars } from './renko-bars.js';

const trade = (us: number, price: number): Trade => ({ kind: 'trade', us, ns: 0, price, quantity: 1 });
const shape = ({ open, high, low, close, volume }: Bar): number[] => [open, high, low, close, volume];

describe('Renko bricks', () => {
  it('stand on the first price; a turn takes two, and one trade may make several', () => {
    const builder = renkoBars(10);
    const told = [105, 114, 115, 106, 96, 95, 94, 125].map((price, us) => builder.add(trade(us, price)).map(shape));
    expect(told).toEqual([
      [],
      [],
      [[105, 115, 105, 115, 3]],
      [],
      [],
      [[105, 105, 95, 95, 3]],
      [],
      [
        [105, 115, 105, 115, 2],
        [115, 125, 115, 125, 0],
      ],
    ]);
  });

  it('are known one microsecond after the trade that makes them, and begin with the first after the brick before', () => {
    const builder = renkoBars(10);
    builder.add(trade(50, 100));
    expect(builder.add(trade(60, 121))).toMatchObject([
      { startUs: 50, endUs: 61, trades: 2 },
      { startUs: 60, endUs: 61, trades: 0 },
    ]);
    builder.add(trade(70, 122));
    expect(builder.flush(Infinity)).toMatchObject([{ startUs: 70, endUs: 71, open: 120, close: 122, trades: 1 }]);
  });

  it('refuse a jump over more bricks than any market makes, and go on', () => {
    const builder = renkoBars(1);
    builder.add(trade(1, 100));
    expect(() => builder.add(trade(2, 101 + MAX_BRICKS))).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
    expect(builder.add(trade(3, 100 + MAX_BRICKS))).toHaveLength(MAX_BRICKS);
  });
});
