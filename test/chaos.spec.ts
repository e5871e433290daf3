import { expect, it } from '@jest/globals';
import { soak } from './soak/chaos.soak.js';

it('loses and doubles nothing while its services are killed', async () => {
  const figures = await soak.run({ n: 4, seed: 7, pace: 0.5, say: () => undefined });
  expect(figures.kills).toBe(4);
  expect(figures.fills).toBeGreaterThan(10);
}, 120_000);
