import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { entry } from '@bourseworks/testkit';
import { ByteRing } from '../byte-ring/byte-ring.js';
import type { DoorbellData, DoorbellResult } from '../testing/doorbell.worker.js';
import { runWorkers } from '../testing/run-workers.js';
import { createDoorbell } from './doorbell.js';

describe('Doorbell between two threads', () => {
  it('loses no wake-up, whatever the consumer is doing when a record comes', async () => {
    const { port1, port2 } = new MessageChannel();
    const shared = {
      ring: ByteRing.create(1_024),
      bell: createDoorbell(),
      progress: new SharedArrayBuffer(4),
      records: 12_000,
      seed: 5,
    };
    const roles = [
      { data: { ...shared, role: 'producer', port: port1 } satisfies DoorbellData, ports: [port1] },
      { data: { ...shared, role: 'consumer', port: port2 } satisfies DoorbellData, ports: [port2] },
    ];
    const results = await runWorkers(entry('libs/ring/src/testing/doorbell.worker.js'), roles);
    const [sent, received] = results as DoorbellResult[];
    expect(sent).toMatchObject({ records: 12_000, lost: 0 });
    expect(received).toMatchObject({ records: 12_000, lost: 0 });
    expect(sent.rings).toBeGreaterThan(0);
    expect(received.rings).toBeLessThanOrEqual(sent.rings);
  });
});
