import { expect, it } from '@jest/globals';
import { describeWithProgram } from '@bourseworks/testkit';
import { chaos } from './chaos/market-data.chaos.js';
import type { StoreKind } from './chaos/market-data/life.js';

const TIMEOUT_MS = 240_000;

async function check(store: StoreKind, seed: number): Promise<void> {
  const figures = await chaos.run({ n: 5, seed, stores: [store], say: () => undefined });
  expect(figures.violations).toEqual([]);
  expect(figures.takeovers).toBeGreaterThan(0);
}

it(
  'over a file, instances that die or stand still leave no stream without, or with two, for long',
  async () => {
    await check('file', 7);
  },
  TIMEOUT_MS,
);

describeWithProgram('over Redis', 'redis-server', () => {
  it(
    'instances that die or stand still leave no stream without, or with two, for long',
    async () => {
      await check('redis', 8);
    },
    TIMEOUT_MS,
  );
});
