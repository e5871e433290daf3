import { marketDataToShape } from '@bourseworks/dto/shapes';
import { DomainError, type MarketDataEvent } from '@bourseworks/domain';
import { refusalOf } from '../threads/refusal-of.js';
import { openThread } from '../threads/thread-port.js';
import { historyParts } from './history-parts.js';
import { mergeSteps } from './merge-steps.js';
import {
  CHUNK_STEPS,
  CHUNK_WINDOW,
  type FromReplayWorker,
  type ReadStep,
  type ReplaySource,
  type ToReplayWorker,
} from './replay-protocol.js';

type Read = Extract<ToReplayWorker, { type: 'read' }>;

let window = 0;
let resume: (() => void) | undefined;

/** History of one stream. A stream without data in the range has no part in the run; that is no failure of it. */
async function* partsOf(
  { adapter: name, instrument, kind }: ReplaySource,
  { fromUs, toUs }: Read,
): AsyncGenerator<readonly MarketDataEvent[]> {
  const adapter = await adapters.get(name);
  try {
    yield* historyParts(adapter, { instrument, kind, fromUs, toUs });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'HISTORY_NOT_FOUND') throw error;
  }
}

const stepsOf = (read: Read) => {
  const parts = read.sources.map((source) => partsOf(source, read));
  return mergeSteps(parts, read.fromUs);
};

/** The number of steps is told before the first one, so the files are read twice; a day of minutes takes milliseconds. */
async function count(read: Read): Promise<number> {
  let steps = 0;
  for await (const _ of stepsOf(read)) steps++;
  return steps;
}

async function send(read: Read): Promise<void> {
  let chunk: ReadStep[] = [];
  for await (const { timeUs, items } of stepsOf(read)) {
    const shapes = items.map(({ source, events }) => {
      const { instrument } = read.sources[source];
      return { source, items: events.map((event) => marketDataToShape(event, instrument)) };
    });
    chunk.push({ timeUs, items: shapes });
    if (chunk.length < CHUNK_STEPS) continue;
    await sendChunk(chunk);
    chunk = [];
  }
  if (chunk.length > 0) await sendChunk(chunk);
}

async function sendChunk(steps: readonly ReadStep[]): Promise<void> {
  while (window <= 0) await new Promise<void>((resolve) => (resume = resolve));
  window--;
  post({ type: 'steps', steps });
}

async function run(read: Read): Promise<void> {
  try {
    post({ type: 'counted', steps: await count(read) });
    await send(read);
    post({ type: 'end' });
  } catch (error) {
    post({ type: 'failed', refusal: refusalOf(error) });
  }
}

const { adapters, post } = openThread<ToReplayWorker, FromReplayWorker>((message) => {
  if (message.type === 'read') {
    window = CHUNK_WINDOW;
    void run(message);
  } else {
    window++;
    resume?.();
    resume = undefined;
  }
});
