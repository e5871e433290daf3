import { describe, expect, it } from '@jest/globals';
import { describeWithData } from '@bourseworks/testkit';
import { soak } from './soak/fuzz-feeds.soak.js';

const FILES = [
  'binance-raw-feed',
  'exchange-recordings',
  'parser-cases',
  'nautilus-adapter-messages',
  'alpaca-messages',
];

describe('mutated messages of the venues', () => {
  describeWithData('as they were recorded', FILES, () => {
    it('are read or refused with a code, and nothing is told that is none', async () => {
      const figures = await soak.run({ n: 4_000, seed: 5, say: () => undefined });
      expect(figures.readers).toBe(11);
      expect(figures.read).toBeGreaterThan(2_000);
      expect(figures.refused).toBeGreaterThan(800);
      // Each of them tells something.
      for (const told of Object.values(figures.byReader)) expect(told).toBeGreaterThan(10);
    });
  });
});
