import { Journal } from '@bourseworks/journal';
import { SystemClock } from '@bourseworks/ports';

const RECORD_BYTES = 200;

/** Appends records as fast as the journal takes them; resolves to durable records a second. */
export async function rowsPerSecond(directory: string, count: number): Promise<number> {
  const payload = new Uint8Array(RECORD_BYTES);
  let durable: () => void = () => undefined;
  const journal = Journal.open({
    directory,
    clock: new SystemClock(),
    onRecord: () => undefined,
    onDurable: () => durable(),
    onFailure: (error) => {
      throw error;
    },
  });
  const last = journal.lastSequence + count;
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    durable = () => {
      while (journal.accepting && journal.lastSequence < last) journal.append(journal.lastSequence + 1, 1, payload);
      if (journal.durableSequence === last) resolve();
    };
    durable();
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  await journal.close();
  return count / seconds;
}
