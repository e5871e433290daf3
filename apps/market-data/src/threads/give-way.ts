import { constants, getPriority, setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';

const LOW = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Makes the calling thread give way to others when there are fewer processors than work: what is live comes first. On Linux,
 * where a thread has a priority of its own; elsewhere it belongs to the whole process, and stays as it is.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  // A higher number is a lower priority, which alone needs no permission.
  if (getPriority() < LOW) setPriority(LOW);
  // V8 collects young garbage with helper threads, which have the priority of the process whosever garbage it is. The flag is
  // read at each collection, of all threads: from now on each collects its own.
  setFlagsFromString('--no-parallel-scavenge');
}
