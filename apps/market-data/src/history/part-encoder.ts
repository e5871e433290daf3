import { instrumentToShape, marketDataToShape, type HistoricalDataPartShape } from '@bourseworks/dto/shapes';
import type { MarketDataEvent } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';
import type { EncodedPart } from './history-protocol.js';

/** Progress is told in so many steps, which keeps its text short. */
const STEPS = 10_000;

/** The parts of one answer, numbered and encoded: in the thread that reads them, so that the main one has no work with items. */
export class PartEncoder {
  private readonly text = new TextEncoder();
  private count = 0;
  private items = 0;
  private progress = 0;

  constructor(
    private readonly requestId: string,
    private readonly query: HistoryQuery,
  ) {}

  part(events: readonly MarketDataEvent[]): EncodedPart {
    const { instrument, fromUs, toUs } = this.query;
    const last = events.at(-1);
    const atUs = last === undefined ? fromUs : last.kind === 'bar' ? last.endUs : last.us;
    const share = Math.floor(((atUs - fromUs) / (toUs - fromUs)) * STEPS) / STEPS;
    this.progress = Math.min(Math.max(this.progress, share), 1);
    this.items += events.length;
    const items = events.map((event) => marketDataToShape(event, instrument));
    return this.encoded({ items, progress: this.progress });
  }

  end(): EncodedPart {
    return this.encoded({ items: [], progress: 1, end: true, totalItems: this.items });
  }

  private encoded(content: Pick<HistoricalDataPartShape, 'items' | 'progress' | 'end' | 'totalItems'>): EncodedPart {
    const part = this.count++;
    const instrument = part === 0 ? { instrument: instrumentToShape(this.query.instrument) } : {};
    const shape: HistoricalDataPartShape = { requestId: this.requestId, part, ...instrument, ...content };
    return { bytes: this.text.encode(JSON.stringify(shape)), items: content.items.length };
  }
}
