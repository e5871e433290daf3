import type { Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import {
  MarketDataAdapter,
  type HistoryQuery,
  type OpenStream,
  type StreamSink,
  type StreamSpec,
} from '@bourseworks/ports';

/** An adapter that is made when it is first used, as a worker thread makes it: the contract asks for one that is there at once. */
export class LaterAdapter extends MarketDataAdapter {
  private made: Promise<MarketDataAdapter> | undefined;
  private there: MarketDataAdapter | undefined;

  constructor(private readonly make: () => Promise<MarketDataAdapter>) {
    super();
  }

  async instruments(): Promise<readonly Instrument[]> {
    return (await this.get()).instruments();
  }

  kinds(instrument: Instrument): readonly StreamKind[] {
    if (this.there === undefined) throw new Error('the adapter is not made yet');
    return this.there.kinds(instrument);
  }

  async history(
    query: HistoryQuery,
    part: (events: readonly MarketDataEvent[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    return (await this.get()).history(query, part, signal);
  }

  async open(spec: StreamSpec, sink: StreamSink): Promise<OpenStream> {
    return (await this.get()).open(spec, sink);
  }

  async close(): Promise<void> {
    await (await this.made)?.close();
  }

  private async get(): Promise<MarketDataAdapter> {
    this.made ??= this.make();
    return (this.there = await this.made);
  }
}
