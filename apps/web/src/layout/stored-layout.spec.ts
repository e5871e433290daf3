import { describe, expect, it } from '@jest/globals';
import { withGaps, type DockJson } from './stored-layout.js';

const leaf = (size: number) => ({ type: 'leaf' as const, size, data: { views: ['chart'] } });
const branch = (size: number, ...data: object[]) => ({ type: 'branch' as const, size, data });
const dock = (root: object) => ({ grid: { root, width: 1430, height: 844 }, panels: {} }) as unknown as DockJson;

describe('the sizes of a stored layout', () => {
  it('fill the room again, gaps included, at every level', () => {
    const told = branch(1430, branch(574.5, leaf(313.25), leaf(596.25), leaf(224.25), leaf(281.25)), leaf(264.5));
    const { root } = withGaps(dock(told), 5).grid;
    const [upper, lower] = (root as unknown as { data: [{ size: number; data: { size: number }[] }, { size: number }] })
      .data;
    expect(upper.size + lower.size).toBe(844);
    expect(upper.data.reduce((total, { size }) => total + size, 0)).toBe(1430);
  });

  it('are left alone where a panel has no neighbour', () => {
    expect(withGaps(dock(branch(1430, leaf(844))), 5).grid.root).toEqual(branch(1430, leaf(844)));
  });
});
