import { SystemClock } from '@bourseworks/ports';
import { archiveJournal } from '../archive/archive-journal.js';
import { Journal } from '../journal.js';
import { Tally } from './tally.js';

/** Appends, makes snapshots and archives without a pause until it is killed, saying what is durable and what it began. */
const directory = process.argv[2];
const tally = new Tally();
const say = (fields: object): void => void process.stdout.write(`${JSON.stringify(fields)}\n`);
const journal = Journal.open({
  directory,
  clock: new SystemClock(),
  snapshots: tally.use,
  onRecord: tally.onRecord,
  onDurable: (durable) => {
    say({ durable });
    setImmediate(burst);
  },
  onFailure: (error) => {
    throw error;
  },
});
let last = journal.lastSequence;
say({ opened: last, state: tally.state, restored: journal.restoredSequence, passed: tally.passed });

function burst(): void {
  if (!journal.accepting) return;
  for (let i = 0; i < 50; i++) journal.append(++last, 1, Buffer.from(`record ${last}`.padEnd(200, '.')));
}

function keep(): void {
  Tally.snapshot(directory);
  const archived = archiveJournal(directory);
  if (archived !== undefined) journal.archived(archived.last);
  say({ kept: archived?.last ?? 0 });
  setImmediate(keep);
}
burst();
setImmediate(keep);
