import { describe, expect, it } from '@jest/globals';
import { LaneMerger } from '../lanes/lane-merger.js';
import { quoteLayout } from '../layouts/quote.js';
import { SlotDirectory } from './slot-directory.js';
import { SlotReader } from './slot-reader.js';

describe('SlotDirectory', () => {
  it('adds tables for new keys up to its bound and keeps the order over all of them', () => {
    const merger = new LaneMerger([]);
    const directory = new SlotDirectory({
      layout: quoteLayout,
      slotsPerTable: 2,
      maxTables: 2,
      onTable: (shared) => merger.add(new SlotReader(shared)),
    });
    const accepted = [70, 5, 900, 70, 31, 44].map((key, index) =>
      directory.write(key, index + 1, { ...quoteLayout.blank(), instrument: key }),
    );
    expect(accepted).toEqual([true, true, true, true, true, false]);
    expect([directory.tables, directory.written, directory.conflated]).toEqual([2, 5, 1]);

    const seen: Array<[number, number]> = [];
    merger.drain(10, (_type, seq, memory, at) => {
      seen.push([quoteLayout.decode(memory, at, quoteLayout.blank()).instrument, seq]);
    });
    expect(seen).toEqual([
      [5, 2],
      [900, 3],
      [70, 4],
      [31, 5],
    ]);
  });
});
