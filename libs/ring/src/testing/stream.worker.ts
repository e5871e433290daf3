import { parentPort, workerData } from 'node:worker_threads';
import { RingReader, RingWriter } from '../index.js';
import { Seeded } from './seeded.js';

/** Scenario: one thread streams records of random length and content, the other checks each against the same seed. */
export interface StreamData {
  readonly role: 'producer' | 'consumer';
  readonly ring: SharedArrayBuffer;
  readonly records: number;
  readonly seed: number;
}

export interface StreamResult {
  readonly records: number;
  readonly wrong: number;
  readonly checksum: number;
  /** Times that the ring was full, or empty. */
  readonly stalls: number;
}

const LONGEST_WORDS = 20;

const { role, ring, records, seed } = workerData as StreamData;

function yieldToLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function produce(): Promise<StreamResult> {
  const random = new Seeded(seed);
  const writer = new RingWriter(ring);
  let checksum = 0;
  let stalls = 0;
  for (let seq = 1; seq <= records; seq += 1) {
    const words = random.below(LONGEST_WORDS);
    const first = random.below(2 ** 31);
    let at = writer.reserve(4 * words);
    while (at < 0) {
      stalls += 1;
      await yieldToLoop();
      at = writer.reserve(4 * words);
    }
    for (let word = 0; word < words; word += 1) {
      writer.memory.u32[(at >> 2) + word] = first + word;
      checksum = (Math.imul(checksum, 31) + first + word) | 0;
    }
    writer.commit(first & 0xffff, seq, words);
  }
  return { records, wrong: 0, checksum, stalls };
}

async function consume(): Promise<StreamResult> {
  const random = new Seeded(seed);
  const reader = new RingReader(ring);
  let checksum = 0;
  let stalls = 0;
  let wrong = 0;
  let next = 1;
  while (next <= records) {
    const drained = reader.drain(256, (type, seq, memory, at, length, flags) => {
      const words = random.below(LONGEST_WORDS);
      const first = random.below(2 ** 31);
      const whole = seq === next && length === 4 * words && flags === words && type === (first & 0xffff);
      if (!whole) wrong += 1;
      for (let word = 0; word < length / 4; word += 1) {
        checksum = (Math.imul(checksum, 31) + memory.u32[(at >> 2) + word]) | 0;
      }
      next += 1;
    });
    if (drained > 0) continue;
    stalls += 1;
    await yieldToLoop();
  }
  return { records: next - 1, wrong, checksum, stalls };
}

parentPort?.postMessage(await (role === 'producer' ? produce() : consume()));
