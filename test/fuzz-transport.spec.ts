import { describe, expect, it } from '@jest/globals';
import { soak } from './soak/fuzz-transport.soak.js';

describe('a service under mutated messages', () => {
  it('handles, refuses or counts each of them, and still answers', async () => {
    const figures = await soak.run({ n: 4_000, seed: 11, say: () => undefined });
    expect(figures.answered).toBeGreaterThan(50);
    expect(Object.keys(figures.refused).toSorted()).toEqual(
      expect.arrayContaining(['BAD_MESSAGE', 'BAD_REQUEST', 'NO_HANDLER', 'UNSUPPORTED_CONTENT_TYPE']),
    );
    expect(figures.badMessages).toBeGreaterThan(100);
    expect(figures.invalidMessages).toBeGreaterThan(50);
    expect(figures.given.hot).toBeGreaterThan(50);
  });
});
