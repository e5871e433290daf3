import { describe, expect, it } from '@jest/globals';
import { entry } from '@bourseworks/testkit';
import { runWorkers } from '../testing/run-workers.js';
import type { StreamData, StreamResult } from '../testing/stream.worker.js';
import { ByteRing } from './byte-ring.js';

describe('ByteRing between two threads', () => {
  it('carries a million records of every length through a small ring, none lost, torn or out of order', async () => {
    const shared = { ring: ByteRing.create(4_096), records: 1_000_000, seed: 11 };
    const roles = (['producer', 'consumer'] as const).map((role) => ({
      data: { ...shared, role } satisfies StreamData,
    }));
    const results = await runWorkers(entry('libs/ring/src/testing/stream.worker.js'), roles);
    const [sent, received] = results as StreamResult[];
    expect(received).toMatchObject({ records: 1_000_000, wrong: 0, checksum: sent.checksum });
    expect(sent.stalls + received.stalls).toBeGreaterThan(0);
  });
});
