import { describe, expect, it } from '@jest/globals';
import { describeWithData } from '@bourseworks/testkit';
import { soak } from './soak/feed-faults.soak.js';

const FILES = ['binance-raw-feed', 'exchange-recordings', 'nautilus-adapter-messages/kraken/http_trades.json'];

describe('recorded feeds with faults', () => {
  describeWithData('of three venues', FILES, () => {
    it('tell each loss, make it good, and end as what was recorded', async () => {
      const figures = await soak.run({ n: 30, seed: 3, say: () => undefined });
      expect(figures.injected).toBe(30);
      expect(figures.passes).toBe(3);
      expect(figures.tallies['gaps']).toBeGreaterThan(10);
      expect(figures.tallies['backfilled']).toBeGreaterThan(0);
    });
  });
});
