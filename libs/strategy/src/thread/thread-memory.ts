import { ByteRing, createBulkControl, createDoorbell, quoteLayout, RecordType, SlotTable } from '@bourseworks/ring';
import type { ThreadMemory } from './protocol.js';
import type { ThreadSizes } from './thread-options.js';

export const DEFAULT_SIZES: Required<ThreadSizes> = {
  dataBytes: 2 ** 20,
  orderBytes: 2 ** 18,
  outBytes: 2 ** 18,
  quoteSlots: 1_024,
  maxOverflow: 65_536,
  maxBulkInFlight: 2 ** 27,
};

/** The shared memory of one strategy: committed by the system as it is first used. */
export function createThreadMemory(sizes: Required<ThreadSizes>): ThreadMemory {
  return {
    data: ByteRing.create(sizes.dataBytes),
    orders: ByteRing.create(sizes.orderBytes),
    quotes: SlotTable.create({ slots: sizes.quoteSlots, type: RecordType.quote, payloadBytes: quoteLayout.bytes }),
    out: ByteRing.create(sizes.outBytes),
    bulkControl: createBulkControl(),
    workerBell: createDoorbell(),
    hostBell: createDoorbell(),
  };
}
