import type { AssuredValue } from '../../protocol/assured-ctrl.js';
import { AssuredParam, AssuredType, encodeAssured } from '../../protocol/assured-ctrl.js';
import type { Session } from '../../session/session.js';
import { encodeDelivery } from '../../protocol/assured-message.js';
import type { Queue } from '../queue/queue.js';
import type { QueueMessage } from '../queue/queue-message.js';

/** Transport acknowledgements this far behind are cut off the list together. */
const COMPACT = 256;

/** A consumer's binding to a queue. */
export class ConsumerFlow {
  /** What the consumer has and has not settled, by id; ids rise, so the order is theirs. */
  readonly unacked = new Map<number, QueueMessage>();
  /** Highest id sent on this flow: clients drop what does not rise. */
  lastSentId = 0;
  /** Messages the client takes before it acknowledges their arrival; 0 = stopped. */
  window = 0;
  private inTransit: number[] = [];
  private inTransitHead = 0;
  private waitingForOutput = false;
  closed = false;
  /** Told when it becomes the active consumer of an exclusive queue. */
  wantsChanges = false;

  constructor(
    readonly flowId: number,
    readonly queue: Queue,
    readonly session: Session,
    /** Looks at the messages and leaves them where they are. */
    readonly browses: boolean,
    private readonly maxWindow: number,
    private readonly maxUnacked: number,
  ) {}

  /** Whether another message may be sent now. When the output is full, delivery goes on by itself once it has drained. */
  hasRoom(): boolean {
    // A session that ends takes its flows out one by one: until then they would count as deliveries.
    if (this.closed || this.session.isClosed) return false;
    if (this.inTransit.length - this.inTransitHead >= this.window) return false;
    if (!this.browses && this.unacked.size >= this.maxUnacked) return false;
    if (this.session.output.ready) return true;
    if (!this.waitingForOutput) {
      this.waitingForOutput = true;
      this.session.output.whenDrained(() => {
        this.waitingForOutput = false;
        this.queue.dispatch();
      });
    }
    return false;
  }

  /** A delivery, counted already. */
  send(message: QueueMessage, frame: Buffer): void {
    this.write(message, frame, message.deliveries - 1);
  }

  /** Shows a message to a browser: no delivery. */
  show(message: QueueMessage, frame: Buffer): void {
    this.write(message, frame, message.deliveries);
  }

  private write(message: QueueMessage, frame: Buffer, redeliveries: number): void {
    const { id: messageId, redelivered } = message;
    const delivery = { messageId, flowId: this.flowId, redelivered, redeliveries };
    this.lastSentId = message.id;
    this.inTransit.push(message.id);
    this.unacked.set(message.id, message);
    this.session.sendAssured(encodeDelivery(frame, delivery));
  }

  /** The consumer is the active one now. */
  tellActive(): void {
    if (!this.wantsChanges || this.closed) return;
    const params: AssuredValue[] = [
      { id: AssuredParam.flowId, value: this.flowId, bytes: 4 },
      { id: AssuredParam.activeFlow, value: 1, bytes: 1 },
    ];
    this.session.send(encodeAssured({ type: AssuredType.flowChangeUpdate, params }));
  }

  /** Everything up to `lastId` has arrived; `window` 0 stops the delivery. */
  transportAck(lastId: number | null, window: number | null): void {
    if (window !== null) this.window = Math.min(window, this.maxWindow);
    if (lastId === null) return;
    while (this.inTransitHead < this.inTransit.length && this.inTransit[this.inTransitHead] <= lastId) {
      this.inTransitHead += 1;
    }
    if (this.inTransitHead < COMPACT) return;
    this.inTransit = this.inTransit.slice(this.inTransitHead);
    this.inTransitHead = 0;
  }

  /** The unsettled messages with ids `from` to `to`, both included. */
  unackedIn(from: number, to: number): QueueMessage[] {
    if (from === to) {
      const one = this.unacked.get(from);
      return one === undefined ? [] : [one];
    }
    const found: QueueMessage[] = [];
    for (const [id, message] of this.unacked) {
      if (id > to) break;
      if (id >= from) found.push(message);
    }
    return found;
  }
}
