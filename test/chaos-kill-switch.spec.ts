import { expect, it } from '@jest/globals';
import { chaos } from './chaos/kill-switch.chaos.js';

it('cancels whatever is open, lets nothing through, and stays so over a kill -9', async () => {
  const figures = await chaos.run({ n: 150, seed: 1, say: () => undefined });
  expect(figures.violations).toEqual([]);
  expect(figures).toMatchObject({ orders: 150, end: 'VERIFIED', stillLatched: true });
  expect(figures.cancelled).toBeGreaterThanOrEqual(150);
}, 240_000);
