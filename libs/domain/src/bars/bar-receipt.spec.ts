import { describe, expect, it } from '@jest/globals';
import { knownUs, type Trade } from '../market-data.js';
import { tickBars } from './tick-bars.js';
import { timeBars } from './time-bars.js';

const trade = (us: number, receivedUs: number, receivedNs?: number): Trade => {
  const bare = { kind: 'trade', us, ns: 0, price: us, quantity: 1, receivedUs } as const;
  return receivedNs === undefined ? bare : { ...bare, receivedNs };
};

describe('a bar of trades that were received later than they happened', () => {
  it('of time is known at its end, or with its last trade to come in', () => {
    const builder = timeBars(100, { lateUs: 1_000 });
    builder.add(trade(10, 20));
    expect(builder.add(trade(190, 210, 7)).map(knownUs)).toEqual([100]);
    expect(builder.add(trade(250, 260))).toMatchObject([{ endUs: 200, receivedUs: 210, receivedNs: 7 }]);
    expect(builder.add(trade(50, 270)).map(knownUs)).toEqual([270]);
    expect(builder.add(trade(40, 265)).map(knownUs)).toEqual([270]);
  });

  it('of trades is known with the one that fills it, or fills it anew', () => {
    const builder = tickBars(2, { lateUs: 1_000 });
    builder.add(trade(10, 20));
    expect(builder.add(trade(30, 90, 7))).toMatchObject([{ endUs: 31, receivedUs: 90, receivedNs: 7 }]);
    builder.add(trade(40, 95));
    const again = builder.add(trade(5, 99));
    expect(again.map((bar) => [bar.open, bar.close, bar.revision, knownUs(bar)])).toEqual([
      [5, 10, 1, 99],
      [30, 40, undefined, 99],
    ]);
    builder.add(trade(50, 110));
    builder.add(trade(60, 120));
    builder.add(trade(45, 130));
    // 60 is left over since 45 came in.
    expect(builder.flush(Infinity).map((bar) => [bar.open, knownUs(bar)])).toEqual([[60, 130]]);
  });
});
