import { JSON_CODEC } from '@bourseworks/dto/shapes';
import { SolaceEncoded } from '@bourseworks/solace-transport';
import { Observable, Subject } from 'rxjs';
import type { EncodedPart } from './history-protocol.js';

export interface HistoryPartsOptions {
  /** Resolves when the bus takes more. */
  readonly flushed: () => Promise<void>;
  /** The answer can no longer be sent. */
  readonly abandoned: () => void;
}

/** The messages of one answer, as a stream that is sent while it is made. */
export class HistoryParts {
  partCount = 0;
  itemCount = 0;
  private over = false;
  private readonly subject = new Subject<SolaceEncoded>();
  private subscribed: () => void = () => undefined;
  /** The first part may be read before the transport listens; it must not be lost. */
  private readonly listened = new Promise<void>((resolve) => (this.subscribed = resolve));
  readonly stream: Observable<SolaceEncoded>;

  constructor(private readonly options: HistoryPartsOptions) {
    this.stream = new Observable((subscriber) => {
      const subscription = this.subject.subscribe(subscriber);
      this.subscribed();
      return () => {
        subscription.unsubscribe();
        if (!this.over) options.abandoned();
      };
    });
  }

  async part(part: EncodedPart): Promise<void> {
    await this.listened;
    this.next(part);
    await this.options.flushed();
  }

  async end(part: EncodedPart): Promise<void> {
    await this.listened;
    this.over = true;
    this.next(part);
    this.subject.complete();
  }

  async fail(error: Error): Promise<void> {
    await this.listened;
    this.over = true;
    this.subject.error(error);
  }

  private next({ bytes, items }: EncodedPart): void {
    this.partCount += 1;
    this.itemCount += items;
    this.subject.next(new SolaceEncoded(bytes, JSON_CODEC.contentType));
  }
}
