import type solace from 'solclientjs';
import { InboundMessage } from '../../wire/inbound-message.js';

/** What becomes of a message: taken, to be delivered again, or to be moved to the dead-message queue. */
export type QueueOutcome = 'accepted' | 'failed' | 'rejected';

/** A message of a queue. It stays there until it is settled; unsettled, it comes again when its consumer is gone. */
export class QueueMessage extends InboundMessage {
  private outcome: QueueOutcome | undefined;

  constructor(
    topic: string,
    raw: solace.Message,
    /** Name of the queue it came from; `topic` is where it was published to. */
    readonly queue: string,
    private readonly onSettle: (message: QueueMessage, outcome: QueueOutcome) => void,
  ) {
    super(topic, raw);
  }

  /** Whether it may have been delivered before. */
  get redelivered(): boolean {
    return this.unwrap().isRedelivered();
  }

  /** This delivery included; undefined where the broker does not count. */
  get deliveryCount(): number | undefined {
    try {
      return this.unwrap().getDeliveryCount();
    } catch {
      return undefined; // the client throws when the queue does not report it
    }
  }

  get settled(): QueueOutcome | undefined {
    return this.outcome;
  }

  /** The first call counts; while the connection is lost it is remembered. */
  settle(outcome: QueueOutcome): void {
    if (this.outcome !== undefined) return;
    this.outcome = outcome;
    this.onSettle(this, outcome);
  }
}
