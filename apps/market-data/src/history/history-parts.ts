import type { HistoricalDataPartShape, InstrumentShape } from '@bourseworks/dto/shapes';
import { Observable, Subject } from 'rxjs';

export interface HistoryPartsOptions {
  readonly requestId: string;
  /** Goes with the first part. */
  readonly instrument: InstrumentShape;
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
  private readonly subject = new Subject<HistoricalDataPartShape>();
  private subscribed: () => void = () => undefined;
  /** The first part may be read before the transport listens; it must not be lost. */
  private readonly listened = new Promise<void>((resolve) => (this.subscribed = resolve));
  readonly stream: Observable<HistoricalDataPartShape>;

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

  async part(items: HistoricalDataPartShape['items']): Promise<void> {
    await this.listened;
    this.itemCount += items.length;
    this.subject.next(this.next({ items }));
    await this.options.flushed();
  }

  async end(): Promise<void> {
    await this.listened;
    this.over = true;
    this.subject.next(this.next({ items: [], end: true, totalItems: this.itemCount }));
    this.subject.complete();
  }

  async fail(error: Error): Promise<void> {
    await this.listened;
    this.over = true;
    this.subject.error(error);
  }

  private next(content: Pick<HistoricalDataPartShape, 'items' | 'end' | 'totalItems'>): HistoricalDataPartShape {
    const { requestId, instrument } = this.options;
    const part = this.partCount++;
    return { requestId, part, ...(part === 0 ? { instrument } : {}), ...content };
  }
}
