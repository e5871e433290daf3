import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { DoorbellRinger, DoorbellSleeper, RingReader, RingWriter, runLoop } from '../index.js';
import { Seeded } from './seeded.js';

/**
 * Scenario: the producer sends one record at a time and waits until it was consumed, with random pauses that hit the
 * consumer in every phase of going to sleep. A wake-up that is lost shows as a wait that never ends.
 */
export interface DoorbellData {
  readonly role: 'producer' | 'consumer';
  readonly ring: SharedArrayBuffer;
  readonly bell: SharedArrayBuffer;
  /** Word 0: records consumed. */
  readonly progress: SharedArrayBuffer;
  readonly port: MessagePort;
  readonly records: number;
  readonly seed: number;
}

export interface DoorbellResult {
  /** Sent, or consumed. */
  readonly records: number;
  /** Doorbell messages, or wake-ups. */
  readonly rings: number;
  readonly lost: number;
}

const LOST_AFTER_MS = 3_000;

const { role, ring, bell, progress, port, records, seed } = workerData as DoorbellData;
const consumed = new Int32Array(progress);

/** Occupies the thread for about `turns` nanoseconds. */
function pause(turns: number): void {
  for (let turn = 0; turn < turns; turn += 1) Atomics.load(consumed, 0);
}

function produce(): DoorbellResult {
  const random = new Seeded(seed);
  const writer = new RingWriter(ring);
  const ringer = new DoorbellRinger(bell, port);
  for (let seq = 1; seq <= records; seq += 1) {
    pause(random.below(30_000));
    writer.tryWrite(1, seq, new Uint8Array(8));
    ringer.ring();
    while (Atomics.load(consumed, 0) < seq) {
      const answer = Atomics.wait(consumed, 0, seq - 1, LOST_AFTER_MS);
      if (answer === 'timed-out') return { records: seq, rings: ringer.rung, lost: 1 };
    }
  }
  return { records, rings: ringer.rung, lost: 0 };
}

function consume(): void {
  const onClose = (): void => parentPort?.postMessage({ records: Atomics.load(consumed, 0), rings: -1, lost: 1 });
  port.on('close', onClose);
  const reader = new RingReader(ring);
  const loop = runLoop({
    sleeper: new DoorbellSleeper(bell),
    port,
    drain: () => {
      const count = reader.drain(256, () => {
        Atomics.add(consumed, 0, 1);
        Atomics.notify(consumed, 0);
      });
      if (reader.read === records) {
        port.off('close', onClose);
        loop.stop();
        parentPort?.postMessage({ records: reader.read, rings: loop.wakeUps, lost: 0 } satisfies DoorbellResult);
      }
      return count;
    },
  });
}

if (role === 'producer') {
  const result = produce();
  parentPort?.postMessage(result);
  // The message ends a consumer that will never see all records, so that the test fails by its figures.
  port.close();
} else {
  consume();
}
