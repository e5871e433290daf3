import { describe, expect, it } from '@jest/globals';
import { entry } from '@bourseworks/testkit';
import { quoteLayout } from '../layouts/quote.js';
import { runWorkers } from '../testing/run-workers.js';
import type { SlotsData, SlotsResult } from '../testing/slots.worker.js';
import { SlotTable } from './slot-table.js';

describe('SlotTable between two threads', () => {
  it('never delivers a torn or an older value while the writer hammers, and ends with the last one', async () => {
    const shared = {
      table: SlotTable.create({ slots: 4, type: quoteLayout.type, payloadBytes: quoteLayout.bytes }),
      control: new SharedArrayBuffer(4),
      writes: 5_000_000,
      seed: 3,
    };
    const roles = (['producer', 'consumer'] as const).map((role) => ({
      data: { ...shared, role } satisfies SlotsData,
    }));
    const results = await runWorkers(entry('libs/ring/src/testing/slots.worker.js'), roles);
    const [written, read] = results as SlotsResult[];
    expect(read).toMatchObject({ torn: 0, backwards: 0, last: written.last });
    expect(read.values + written.conflated).toBe(5_000_000);
    expect(read.values).toBeGreaterThan(4);
  });
});
