import { expect, it } from '@jest/globals';
import { chaos } from './chaos/oms.chaos.js';

it('loses and doubles nothing while its processes are killed and its venue connections cut', async () => {
  const figures = await chaos.run({ n: 25, seed: 7, pace: 0.4, say: () => undefined });
  expect(figures.violations).toEqual([]);
  expect(figures).toMatchObject({ kills: 25, lost: 0, duplicated: 0, drift: 0 });
  expect(figures.fills).toBeGreaterThan(10);
}, 240_000);
