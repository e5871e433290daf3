import { currentCorrelation, withCorrelation } from '@bourseworks/observability';
import { ParkedEffects } from '@bourseworks/journal';
import type { Effect, OrderEvent } from '@bourseworks/order-engine';

/** What leaves the core once it is durable. */
export interface OmsOutputs {
  send(effect: Effect & { kind: 'send' }): void;
  cancel(effect: Effect & { kind: 'cancel' }): void;
  replace(effect: Effect & { kind: 'replace' }): void;
  event(effect: Effect & { kind: 'event' }): void;
  risk(effect: Effect & { kind: 'risk' }): void;
  /** An event of an earlier life of the process, after the snapshot that it began with. */
  replayed(event: OrderEvent): void;
  /** The state up to this record came from a snapshot. */
  restored?(sequence: number): void;
}

interface Answer {
  readonly kind: 'answer';
  readonly sequence: number;
  readonly run: () => void;
  readonly fail: (error: Error) => void;
}

type Work = Effect | Answer;

/** Work that waits, with the correlation id of the request that it follows from. */
interface Parked {
  readonly work: Work;
  readonly correlation: string | undefined;
}

/** What follows from records that are not on the disk yet: it leaves, in order, once they are. */
export class ParkedWork {
  private readonly parked = new ParkedEffects<Parked>();
  /** Ways to take back what has not left for the broker, by clOrdId, while the order itself has not left. */
  private readonly sends = new Map<string, (() => boolean)[]>();

  constructor(
    private readonly outputs: OmsOutputs,
    private last: number,
  ) {}

  /** How much waits. */
  get size(): number {
    return this.parked.size;
  }

  park(work: Work): void {
    if (work.kind === 'unsend') {
      for (const takeBack of this.sends.get(work.clOrdId) ?? []) takeBack();
      this.sends.delete(work.clOrdId);
      return;
    }
    this.last = Math.max(this.last, work.sequence);
    const takeBack = this.parked.park(this.last, { work, correlation: currentCorrelation() });
    if (work.kind === 'send') this.sends.set(work.order.clOrdId, [takeBack]);
    else if (work.kind === 'cancel' || work.kind === 'replace') {
      this.sends.get(work.order.clOrdId)?.push(takeBack);
    }
  }

  /** Everything up to `durable` leaves. */
  release(durable: number): void {
    this.parked.release(durable, ({ work, correlation }) => {
      if (correlation === undefined) this.run(work);
      else withCorrelation(correlation, () => this.run(work));
    });
  }

  /** Nothing that waits leaves any more; who waits for an answer gets the error. */
  abandon(error: Error): void {
    this.sends.clear();
    for (const { work } of this.parked.abandon()) if (work.kind === 'answer') work.fail(error);
  }

  private run(work: Work): void {
    const { outputs } = this;
    switch (work.kind) {
      case 'send':
        this.sends.delete(work.order.clOrdId);
        return outputs.send(work);
      case 'cancel':
        return outputs.cancel(work);
      case 'replace':
        return outputs.replace(work);
      case 'event':
        return outputs.event(work);
      case 'risk':
        return outputs.risk(work);
      case 'answer':
        return work.run();
      case 'unsend':
        return undefined;
    }
  }
}
