import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { defineInstrument, DomainError, expectOk, type Instrument, type StreamKind } from '@bourseworks/domain';
import { MarketDataAdapter, SystemClock, type OpenStream, type StreamSink, type StreamSpec } from '@bourseworks/ports';

/** Symbols of each venue. */
export const COUNTED_SYMBOLS = ['A', 'B', 'C'] as const;

class CountedMarketData extends MarketDataAdapter {
  private readonly clock = new SystemClock();

  constructor(
    private readonly venue: string,
    private readonly port: number,
  ) {
    super();
  }

  override async instruments(): Promise<readonly Instrument[]> {
    const common = { venue: this.venue, assetClass: 'equity', currency: 'USD', tickSize: '1', lotSize: '1' } as const;
    return COUNTED_SYMBOLS.map((symbol) => expectOk(defineInstrument({ ...common, symbol })));
  }

  override kinds(): readonly StreamKind[] {
    return ['trade'];
  }

  override history(): Promise<void> {
    return Promise.reject(new DomainError({ code: 'KIND_UNSUPPORTED', message: 'this venue has no history' }));
  }

  override open({ instrument }: StreamSpec, sink: StreamSink): Promise<OpenStream> {
    const socket = connect({ host: '127.0.0.1', port: this.port });
    const stream = `${this.venue}/${instrument.symbol}`;
    return new Promise((resolve, reject) => {
      socket.once('error', (error) => reject(new DomainError({ code: 'ADAPTER_FAILED', message: error.message })));
      socket.once('connect', () => socket.write(`${JSON.stringify({ stream, pid: process.pid })}\n`));
      const lines = createInterface({ input: socket });
      lines.on('error', () => socket.destroy());
      lines.on('line', (line) => {
        const { live, price } = JSON.parse(line) as { live?: boolean; price?: number };
        if (live === true) resolve({ close: async () => void socket.destroy() });
        else if (price !== undefined)
          sink.events([{ kind: 'trade', us: this.clock.nowUs(), ns: 0, price, quantity: 1 }]);
      });
    });
  }

  override async close(): Promise<void> {
    // Each stream closes its own.
  }
}

export function createMarketDataAdapter({ venue, port }: Readonly<Record<string, unknown>>): MarketDataAdapter {
  return new CountedMarketData(String(venue), Number(port));
}
