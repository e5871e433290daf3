import type { Answer } from '../../extension.js';
import type { AssuredValue } from '../../protocol/assured-ctrl.js';
import { AssuredParam, AssuredType, encodeAssured } from '../../protocol/assured-ctrl.js';
import type { Session } from '../../session/session.js';

/** What became of a message, and the batch with whose commit it is stored. */
interface Result {
  readonly id: number;
  readonly refusal: Answer | null;
  readonly batch: number;
}

/** A publisher's numbered stream of messages. Its name outlives the connection, so that it can be resumed. */
export class PublisherFlow {
  /** The connection that publishes on it now. */
  session: Session | null = null;
  flowId = 0;
  window = 1;
  /** Milliseconds since the Unix epoch of the last message or resumption. */
  usedAt = 0;
  /** Highest number taken, stored or refused; what comes again is a copy. */
  lastId: number;
  /** The last batch whose commit is followed by an answer to the publisher. */
  armedFor = 0;
  private results: Result[] = [];

  constructor(
    readonly name: string,
    /** VPN and user. */
    readonly owner: string,
    lastId: number,
  ) {
    this.lastId = lastId;
  }

  /** Notes what became of a message; the publisher hears of it with `answer`. */
  note(id: number, refusal: Answer | null, batch: number): void {
    const last = this.results.at(-1);
    // Acknowledgements are cumulative: of a row of stored messages the last one is enough.
    if (refusal === null && last?.refusal === null && last.batch === batch) this.results.pop();
    this.results.push({ id, refusal, batch });
  }

  /** Tells the publisher what was noted for the batches up to this one, in order: others are not stored yet. */
  answer(batch: number): void {
    const { results, session } = this;
    const later = results.findIndex((result) => result.batch > batch);
    const stored = later < 0 ? results : results.slice(0, later);
    this.results = later < 0 ? [] : results.slice(later);
    if (session === null || session.isClosed) return;
    for (const { id, refusal } of stored) session.send(this.encodeAck(id, refusal));
  }

  /** The connection is gone. */
  detach(): void {
    this.session = null;
    this.results = [];
  }

  private encodeAck(id: number, refusal: Answer | null): Buffer {
    const params: AssuredValue[] = [
      { id: AssuredParam.flowId, value: this.flowId, bytes: 4 },
      { id: AssuredParam.lastIdAcked, value: id, bytes: 8 },
      { id: AssuredParam.window, value: this.window, bytes: 1 },
    ];
    return encodeAssured({ type: AssuredType.clientAck, params, ...(refusal === null ? {} : { response: refusal }) });
  }
}
