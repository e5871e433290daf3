import type { WritePacket } from '@nestjs/microservices';
import { catchError, EMPTY, finalize, Subject, takeUntil, type Observable, type Subscription } from 'rxjs';

/** Sends the values of a stream one after the other, as parts of one answer; no more than `maxQueued` wait for their turn. */
export function sendBounded(
  stream$: Observable<unknown>,
  respond: (packet: WritePacket) => Promise<unknown> | void,
  maxQueued: number,
  onFailure: (text: string) => void,
): Subscription {
  const queue: WritePacket[] = [];
  const stop = new Subject<void>();
  let pumping = false;
  const pump = async (): Promise<void> => {
    for (let packet = queue.shift(); packet !== undefined; packet = queue.shift()) {
      try {
        await respond(packet);
      } catch (error) {
        onFailure(`a reply could not be sent: ${String(error)}`);
        // What waits behind a lost part is of no use to the caller; each would be waited for and complained of in turn.
        queue.length = 0;
        stop.next();
      }
    }
    pumping = false;
  };
  const push = (packet: WritePacket): void => {
    const last = queue.at(-1);
    if (packet.isDisposed === true && last !== undefined) last.isDisposed = true;
    else queue.push(packet);
    if (pumping) return;
    pumping = true;
    // On the next tick, so that the only value of a stream and its end become one message.
    process.nextTick(() => void pump());
  };
  return stream$
    .pipe(
      takeUntil(stop),
      catchError((err: unknown) => {
        push({ err: err ?? new Error('a handler failed without a reason') });
        return EMPTY;
      }),
      finalize(() => push({ isDisposed: true })),
    )
    .subscribe((response) => {
      if (queue.length < maxQueued) return push({ response });
      push({ err: { code: 'REPLY_OVERFLOW', message: `more than ${maxQueued} parts wait to be sent` } });
      stop.next();
    });
}
