import type { BookFields, MarketFrame, MarketMessage, QuoteFields } from '@bourseworks/dto/shapes';

type Levels = Map<number, number>;

interface Held {
  seq: number;
  quote?: QuoteFields;
  bids: Levels;
  asks: Levels;
  trades: number[];
}

/** What a page makes of its frames: applies what follows what it holds, and remembers where something else came. */
export class ClientState {
  readonly streams = new Map<number, Held>();
  readonly states: string[] = [];
  /** Streams whose chain broke: a page would ask for a snapshot. */
  readonly broken: number[] = [];

  frame({ m }: MarketFrame): void {
    for (const message of m) this.message(message);
  }

  message(message: MarketMessage): void {
    if (message.k === 'status') return void this.states.push(message.v.state);
    const held: Held = this.streams.get(message.id) ?? { seq: 0, bids: new Map(), asks: new Map(), trades: [] };
    this.streams.set(message.id, held);
    if ('prev' in message && message.prev !== 0 && message.prev !== held.seq) {
      this.broken.push(message.id);
      return;
    }
    held.seq = message.seq;
    switch (message.k) {
      case 'quote':
        held.quote = message.v;
        return;
      case 'quote+':
        held.quote = { ...(held.quote as QuoteFields), ...message.v };
        return;
      case 'book':
        held.bids.clear();
        held.asks.clear();
        return change(held, message.v);
      case 'book+':
        return change(held, message.v);
      case 'trades':
        if (message.prev === 0) held.trades = [];
        held.trades.push(...message.v.map(({ price }) => price));
        return;
      case 'bars':
        return;
    }
  }
}

function change({ bids, asks }: Held, { bids: newBids, asks: newAsks }: BookFields): void {
  for (const [side, levels] of [
    [bids, newBids],
    [asks, newAsks],
  ] as const) {
    for (const [price, quantity] of levels) {
      if (quantity === 0) side.delete(price);
      else side.set(price, quantity);
    }
  }
}
