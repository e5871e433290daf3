import { readUint32 } from '../../protocol/bytes.js';
import type { Subscriber } from '../../routing/subscriber.js';
import type { Committer } from '../spool/committer.js';
import type { Queue } from './queue.js';

/** Takes one direct message, `bytes[start, end)`, into a queue. */
export type DirectIntake = (queue: Queue, bytes: Buffer, start: number, end: number) => void;

/** A queue as the router sees it: the direct messages of its topics become guaranteed ones. */
export class QueueSubscriber implements Subscriber {
  /** Below zero, where no client's session is. */
  readonly id: number;
  readonly ready = true;
  readonly noLocal = false;
  /** Last: a message for one receiver goes to a client that waits for it, if there is one. */
  readonly deliverToOnePriority = 255;

  constructor(
    readonly queue: Queue,
    private readonly intake: DirectIntake,
    private readonly committer: Committer,
  ) {
    this.id = -queue.id;
  }

  get congested(): boolean {
    return this.committer.behind;
  }

  deliver(bytes: Buffer, start: number, end: number, _frames: number): void {
    for (let at = start; at < end; at += readUint32(bytes, at + 8)) {
      this.intake(this.queue, bytes, at, at + readUint32(bytes, at + 8));
    }
  }

  whenRelieved(callback: () => void): void {
    this.committer.whenRelieved(callback);
  }
}
