import { expect, it } from '@jest/globals';
import { soak } from './soak/network.soak.js';

it('loses no guaranteed message and doubles none unmarked over a network that breaks at random', async () => {
  const figures = await soak.run({ n: 4_500, seed: 11, say: () => undefined });
  expect(figures.distinct).toBe(4_500);
  expect(figures.reconnects).toBeGreaterThan(2);
  expect(figures.faults['cutAll'] + figures.faults['halfOpen']).toBeGreaterThan(0);
}, 120_000);
