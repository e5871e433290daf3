import type { Headers } from '../wire/headers.js';
import type { DeliveryMode } from '../wire/outbound-message.js';

export interface SolaceRecordOptions {
  readonly headers?: Headers;
  readonly contentType?: string;
  readonly priority?: number;
  readonly ttlMs?: number;
  readonly dmqEligible?: boolean;
  readonly deliveryMode?: DeliveryMode;
  readonly correlationId?: string;
  readonly timeoutMs?: number;
}

/** A payload with the properties of its message; pass it as the data of `send` or `emit`. */
export class SolaceRecord<T = unknown> {
  constructor(
    readonly data: T,
    readonly options: SolaceRecordOptions,
  ) {}
}

export class SolaceRecordBuilder<T = unknown> {
  private options: SolaceRecordOptions = {};

  constructor(private readonly data: T) {}

  /** User properties: strings, numbers, booleans. */
  setHeaders(headers: Headers): this {
    return this.set({ headers });
  }

  /** Chooses the codec; it must be registered. */
  setContentType(contentType: string): this {
    return this.set({ contentType });
  }

  /** 0 to 255. */
  setPriority(priority: number): this {
    return this.set({ priority });
  }

  /** Milliseconds; effective on stored messages only, and in queues that respect it. */
  setTtl(ttlMs: number): this {
    return this.set({ ttlMs });
  }

  setDmqEligible(dmqEligible = true): this {
    return this.set({ dmqEligible });
  }

  /**
   * `persistent`: published guaranteed. `emit` then completes when the broker has the message, or fails; a request is
   * stored on its way to the handler, its answer is direct. Needs the option `guaranteed` of the session.
   */
  setDeliveryMode(deliveryMode: DeliveryMode): this {
    return this.set({ deliveryMode });
  }

  /** SMF correlation id of an event; a request has one of its own. */
  setCorrelationId(correlationId: string): this {
    return this.set({ correlationId });
  }

  /** Deadline of a request, of the silence between the parts of its answer, and of a guaranteed event, ms. */
  setTimeout(timeoutMs: number): this {
    return this.set({ timeoutMs });
  }

  build(): SolaceRecord<T> {
    return new SolaceRecord(this.data, this.options);
  }

  private set(options: SolaceRecordOptions): this {
    this.options = { ...this.options, ...options };
    return this;
  }
}
