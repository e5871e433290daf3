import { BroadcastChannel } from 'node:worker_threads';
import type { TimeRange } from './cache/kept-series.js';

/** A venue changed what it had told of an instrument before. */
export interface HistoryChange extends TimeRange {
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
}

const CHANNEL = 'bourseworks-history-changes';

/** Threads that hear of a change from the venue tell it here; it reaches those of this process that keep history. */
export class HistoryChanges {
  private readonly channel = new BroadcastChannel(CHANNEL);

  constructor() {
    // Nobody stays alive for it.
    this.channel.unref();
  }

  tell(change: HistoryChange): void {
    this.channel.postMessage(change);
  }

  hear(listener: (change: HistoryChange) => void): void {
    this.channel.onmessage = (event) => listener((event as { readonly data: HistoryChange }).data);
  }

  close(): void {
    this.channel.close();
  }
}
