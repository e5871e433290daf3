import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { entry } from '@bourseworks/testkit';
import { createBulkControl } from '../bulk/shared-bulk.js';
import { ByteRing } from '../byte-ring/byte-ring.js';
import { createDoorbell } from '../doorbell/doorbell.js';
import { quoteLayout } from '../layouts/quote.js';
import { SlotTable } from '../slots/slot-table.js';
import type { LanesData, LanesResult } from '../testing/lanes.worker.js';
import { runWorkers } from '../testing/run-workers.js';

describe('Lanes between two threads', () => {
  it('merge in the order of the host, with overflows, quotes and bulk, and lose nothing', async () => {
    const control = new MessageChannel();
    const bulk = new MessageChannel();
    const shared = {
      rings: [ByteRing.create(2_048), ByteRing.create(1_024)],
      table: SlotTable.create({ slots: 16, type: quoteLayout.type, payloadBytes: quoteLayout.bytes }),
      bell: createDoorbell(),
      bulkControl: createBulkControl(),
      records: 300_000,
      seed: 9,
    };
    const producer: LanesData = { ...shared, role: 'producer', port: control.port1, bulkPort: bulk.port1 };
    const consumer: LanesData = { ...shared, role: 'consumer', port: control.port2, bulkPort: bulk.port2 };
    const results = await runWorkers(entry('libs/ring/src/testing/lanes.worker.js'), [
      { data: producer, ports: [control.port1, bulk.port1] },
      { data: consumer, ports: [control.port2, bulk.port2] },
    ]);
    const [sent, received] = results as LanesResult[];
    expect(sent.overflowed).toBeGreaterThan(0);
    expect(received).toEqual({ ...sent, overflowed: 0 });
    expect(received).toMatchObject({ outOfOrder: 0, wrongBulks: 0, refused: 0, bulks: 300 });
  });
});
