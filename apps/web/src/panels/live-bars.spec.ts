import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { BarFields } from '@bourseworks/dto/shapes';

jest.unstable_mockModule('../sockets/runtime.js', () => ({ ticks: { feed: () => () => undefined } }));
const { LiveBars } = await import('./live-bars.js');

const bar: BarFields = { start: 60_000, end: 120_000, open: 1, high: 2, low: 1, close: 2, volume: 3 };

describe('history of a chart', () => {
  let failures: number;
  let asked: number;
  let failing: boolean;
  const ask = async (): Promise<readonly BarFields[]> => {
    asked += 1;
    if (failing) throw new Error('HISTORY_BUSY');
    return [bar];
  };

  beforeEach(() => {
    jest.useFakeTimers();
    globalThis.requestAnimationFrame = () => 0;
    [failures, asked, failing] = [0, 0, true];
  });
  afterEach(() => void jest.useRealTimers());

  function open(): InstanceType<typeof LiveBars> {
    const bars = new LiveBars({ venue: 'sim', symbol: 'X' });
    bars.open(ask, () => (failures += 1));
    bars.want(10);
    return bars;
  }

  it('is asked for again while it cannot be had, and the person is told once', async () => {
    const bars = open();
    await jest.advanceTimersByTimeAsync(3_500);
    expect([asked, failures]).toEqual([3, 1]);
    failing = false;
    await jest.advanceTimersByTimeAsync(60_000);
    expect([asked, bars.series.all(60_000).length]).toEqual([4, 1]);
    bars.close();
  });

  it('is given up after some minutes, and at once when the chart is closed', async () => {
    const bars = open();
    await jest.advanceTimersByTimeAsync(3_600_000);
    expect(asked).toBe(12);
    bars.close();
    const other = open();
    await jest.advanceTimersByTimeAsync(1_000);
    other.close();
    const before = asked;
    await jest.advanceTimersByTimeAsync(60_000);
    expect([asked, failures]).toEqual([before, 2]);
  });
});
