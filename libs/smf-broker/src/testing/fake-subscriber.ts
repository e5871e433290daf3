import type { Subscriber } from '../routing/subscriber.js';

/** A subscriber that notes what it got. */
export class FakeSubscriber implements Subscriber {
  ready = true;
  readonly congested = false;
  noLocal = false;
  readonly got: string[] = [];

  constructor(
    readonly id: number,
    readonly deliverToOnePriority = 1,
  ) {}

  deliver(bytes: Buffer, start: number, end: number, _frames: number): void {
    this.got.push(bytes.toString('latin1', start, end));
  }

  whenRelieved(callback: () => void): void {
    callback();
  }
}
