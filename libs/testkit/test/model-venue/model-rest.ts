import { DomainError, type Instrument, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import type { Clock, HistoryQuery, Timer } from '@bourseworks/ports';
import { RestClient } from '@bourseworks/venue-client';
import { asRaw, listOf, parseEvent, parseInstrument } from './model-parse.js';
import { PAGE } from './model-script.js';

export const failed = (message: string): DomainError => new DomainError({ code: 'ADAPTER_FAILED', message });

/** Requests of the model venue, and waits that end with it. */
export class ModelRest {
  private readonly client: RestClient;
  private readonly timers = new Set<Timer>();

  constructor(
    url: string,
    private readonly clock: Clock,
    timeoutMs: number,
  ) {
    this.client = new RestClient({ url, clock, timeoutMs });
  }

  async get(path: string, query: Readonly<Record<string, string | number>>, signal?: AbortSignal): Promise<unknown> {
    const answer = await this.client.send({ method: 'GET', path, query, ...(signal && { signal }) });
    if (answer.kind === 'ok') return answer.body;
    throw failed(answer.kind === 'unknown' ? answer.reason : answer.message);
  }

  async instruments(): Promise<Instrument[]> {
    return listOf(asRaw(await this.get('/instruments', {}), 'an answer'), 'instruments').map(parseInstrument);
  }

  async *pages(
    { kind, fromUs, toUs }: Omit<HistoryQuery, 'kind'> & { readonly kind: StreamKind },
    signal: AbortSignal,
  ): AsyncGenerator<MarketDataEvent[]> {
    for (let after = -1; ;) {
      const query = { kind, from: fromUs, to: toUs, after };
      const events = listOf(asRaw(await this.get('/history', query, signal), 'an answer'), 'events').map(parseEvent);
      if (events.length > 0) yield events;
      if (events.length < PAGE) return;
      const last = events[events.length - 1];
      after = last.kind === 'bar' ? last.startUs : last.us;
    }
  }

  later(us: number, work: () => void): void {
    const timer = this.clock.setTimer(us, () => {
      this.timers.delete(timer);
      work();
    });
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
    this.client.close();
  }
}
