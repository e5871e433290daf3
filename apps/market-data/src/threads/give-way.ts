import { constants, getPriority, setPriority } from 'node:os';

const LOW = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Makes the calling thread give way to others when there are fewer processors than work: what is live comes first. On Linux,
 * where a thread has a priority of its own; elsewhere it belongs to the whole process, and stays as it is.
 */
export function giveWay(): void {
  // A higher number is a lower priority, which alone needs no permission.
  if (process.platform === 'linux' && getPriority() < LOW) setPriority(LOW);
}
