import type { OrdersEvent, OrdersSnapshot, SocketAnswer } from '@bourseworks/dto/shapes';

export interface OrdersSink {
  snapshot(snapshot: OrdersSnapshot): void;
  events(events: readonly OrdersEvent[]): void;
}

/** Events kept while a snapshot is on its way; more than that, and another snapshot is asked for. */
const MAX_EARLY = 1_000;
const RETRY_MS = 1_000;

/**
 * The stream of orders: a snapshot, then every event of the journal after it. An event that does not follow on the last one
 * means that something was missed, and the snapshot is asked for again.
 */
export class OrdersClient {
  private seq: number | undefined;
  private early: OrdersEvent[] = [];
  private asking = false;
  private again = false;
  private isUp = false;

  constructor(
    private readonly request: (event: string) => Promise<unknown>,
    private readonly sink: OrdersSink,
    private readonly retry: (work: () => void) => void = (work) => void setTimeout(work, RETRY_MS),
  ) {}

  onConnect(): void {
    this.isUp = true;
    this.seq = undefined;
    this.early = [];
    void this.subscribe();
  }

  onDisconnect(): void {
    this.isUp = false;
    this.seq = undefined;
    this.early = [];
  }

  onEvent(event: OrdersEvent): void {
    if (this.seq === undefined) {
      this.early.push(event);
      if (this.early.length <= MAX_EARLY) return;
      // The snapshot after the one that is on its way has them.
      this.early = [];
      this.again = true;
      return;
    }
    if (event.seq <= this.seq) return;
    if (event.prev !== this.seq) {
      this.seq = undefined;
      this.early = [event];
      void this.subscribe();
      return;
    }
    this.seq = event.seq;
    this.sink.events([event]);
  }

  private async subscribe(): Promise<void> {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    this.again = false;
    let answer: SocketAnswer<OrdersSnapshot> | undefined;
    try {
      answer = (await this.request('subscribe')) as SocketAnswer<OrdersSnapshot>;
    } catch {
      // The connection went, and onConnect begins again; or the answer took too long, and nobody else would.
    }
    this.asking = false;
    if (this.again) void this.subscribe();
    else if (answer?.ok) this.settle(answer);
    else if (this.isUp) this.retry(() => this.begin());
  }

  private begin(): void {
    if (this.isUp && this.seq === undefined && !this.asking) void this.subscribe();
  }

  private settle({ ok: _ok, ...snapshot }: OrdersSnapshot & { readonly ok: true }): void {
    this.sink.snapshot(snapshot);
    this.seq = snapshot.seq;
    const early = this.early.filter(({ seq }) => seq > snapshot.seq);
    this.early = [];
    for (const event of early) this.onEvent(event);
  }
}
