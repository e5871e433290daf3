import type { Bar, Instrument, Quote } from '@bourseworks/domain';
// By the entry of the library, as strategies elsewhere do: a host has the classes that stand there, from wherever it loads them.
import {
  defineParameters,
  EventPattern,
  MessagePattern,
  Strategy,
  type OrderHandle,
  type OrderUpdate,
} from '../index.js';

const PARAMETERS = defineParameters({
  symbol: { type: 'text', default: 'BTCUSD', description: 'symbol' },
  mode: {
    type: 'text',
    default: 'quiet',
    choices: ['quiet', 'buy', 'await', 'throw', 'reject', 'crash', 'history', 'flood', 'bracket'],
    description: 'what it does on a bar',
  },
});

/** Does what the tests of the runtime need, and tells what it saw through its decisions. */
export class ProbeStrategy extends Strategy<typeof PARAMETERS> {
  static readonly parameters = PARAMETERS;

  private seen: string[] = [];

  override async onStart(): Promise<void> {
    const stream = await this.subscribe({ venue: 'sim', symbol: this.parameters.symbol, kind: 'bar-1s' });
    this.decide({ action: 'started', reason: stream.ok ? stream.value.instrument.key : stream.refusal.code });
    if (stream.ok) this.decide({ action: 'held', reason: 'position', units: this.position(stream.value.instrument) });
  }

  override onStop(reason: string): void {
    this.decide({ action: 'stopped', reason });
  }

  override onBar(bar: Bar, instrument: Instrument): void | Promise<void> {
    this.seen.push(`bar ${bar.close}`);
    switch (this.parameters.mode) {
      case 'buy':
        this.buy({ instrument, quantity: instrument.lotSize, reason: `bar ${bar.close}` });
        return;
      case 'await':
        return this.trade(instrument, bar);
      case 'bracket':
        return this.protect(instrument, bar);
      case 'throw':
        throw new Error('a bug in a hook');
      case 'reject':
        return Promise.reject(new Error('a bug after an await'));
      case 'crash':
        // Not an error that anything could catch.
        process.exit(3);
        return;
      case 'history':
        return this.look(bar);
      case 'flood':
        for (let i = 0; i < 2_000; i++) this.log.info({ event: 'probe.flood', i });
        this.decide({ action: 'flooded', reason: 'done' });
        return;
      case 'quiet':
        this.decide({ action: 'bar', reason: instrument.key, close: bar.close });
    }
  }

  override onQuote(quote: Quote): void {
    this.decide({ action: 'quote', reason: 'quote', bid: quote.bidPrice });
  }

  override onOrderEvent(order: OrderHandle, update: OrderUpdate): void {
    this.seen.push(`${update.execType} ${order.cumQuantity}`);
    this.decide({
      action: 'order',
      reason: update.execType,
      status: order.status,
      code: order.code,
      cum: order.cumQuantity,
    });
  }

  @MessagePattern('seen')
  answer(body: { prefix?: string }): { seen: string[] } {
    return { seen: this.seen.filter((line) => line.startsWith(body.prefix ?? '')) };
  }

  @EventPattern('note')
  note(body: { text: string }): void {
    this.decide({ action: 'note', reason: body.text });
  }

  private async trade(instrument: Instrument, bar: Bar): Promise<void> {
    const order = await this.buy({ instrument, quantity: instrument.lotSize, reason: `bar ${bar.close}` }).done;
    this.seen.push(`done ${order.status}`);
    this.decide({ action: 'done', reason: order.status, units: this.position(instrument) });
  }

  private async protect(instrument: Instrument, { close }: Bar): Promise<void> {
    const entry = { instrument, side: 'BUY', quantity: instrument.lotSize } as const;
    const exits = { takeProfit: { price: close + 100 }, stopLoss: { stopPrice: close - 100 } };
    const list = await this.bracket({ entry, ...exits }).accepted;
    this.decide({ action: 'list', reason: list.code ?? 'taken', orders: list.orders.length });
    const ended = await this.cancelList(list);
    this.decide({ action: 'list', reason: ended.ok ? 'cancelled' : ended.refusal.code });
  }

  private async look(bar: Bar): Promise<void> {
    const found = await this.history({
      venue: 'sim',
      symbol: this.parameters.symbol,
      kind: 'bar-1s',
      from: 0,
      to: bar.endUs,
    });
    this.decide({
      action: 'history',
      reason: found.ok ? `${found.value.items.length} bars` : found.refusal.code,
      last: found.ok ? found.value.items.at(-1)?.close : 0,
    });
    this.seen.push('history');
  }
}
