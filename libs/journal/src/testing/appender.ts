import { SystemClock } from '@bourseworks/ports';
import { Journal } from '../journal.js';

/** Appends records until it is killed, saying from time to time what is durable. */
let last = 0;
const journal = Journal.open({
  directory: process.argv[2],
  clock: new SystemClock(),
  onRecord: (record) => (last = record.sequence),
  onDurable: (durable) => {
    process.stdout.write(`${JSON.stringify({ durable })}\n`);
    setImmediate(burst);
  },
  onFailure: (error) => {
    throw error;
  },
});

function burst(): void {
  if (!journal.accepting) return;
  for (let i = 0; i < 20; i++) journal.append(++last, 1, Buffer.from(`record ${last}`));
}
burst();
