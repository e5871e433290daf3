import { orderQuantity, STREAM_KINDS, toNumber, type Bar, type Instrument } from '@bourseworks/domain';
import { Sma } from '@bourseworks/indicators';
import { defineParameters, Strategy } from '@bourseworks/strategy';

export const MOVING_AVERAGE_PARAMETERS = defineParameters({
  venue: { type: 'text', default: 'sim', description: 'Venue.' },
  adapter: { type: 'text', optional: true, description: 'Adapter other than the venue’s default.' },
  symbol: { type: 'text', default: 'BTCUSD', description: 'What is traded.' },
  kind: {
    type: 'text',
    default: 'bar-1s',
    choices: STREAM_KINDS.filter((kind) => kind.startsWith('bar-')),
    description: 'Bars that are averaged.',
  },
  fast: { type: 'integer', default: 10, min: 1, max: 100_000, description: 'Bars of the fast average.' },
  slow: { type: 'integer', default: 30, min: 2, max: 100_000, description: 'Bars of the slow average.' },
  quantity: {
    type: 'number',
    default: 0.1,
    min: 0,
    description: 'Position held while fast is above slow, in the base.',
  },
});

/** Long while the fast simple average of the closes is above the slow one, flat otherwise. The smallest useful example. */
export class MovingAverageStrategy extends Strategy<typeof MOVING_AVERAGE_PARAMETERS> {
  static readonly parameters = MOVING_AVERAGE_PARAMETERS;

  private fast: Sma;
  private slow: Sma;

  override async onStart(): Promise<void> {
    const { venue, symbol, kind, adapter, fast, slow } = this.parameters;
    if (fast >= slow) throw new RangeError(`fast (${fast}) must be below slow (${slow})`);
    this.fast = new Sma(fast);
    this.slow = new Sma(slow);
    const source = { venue, symbol, kind: kind, ...(adapter === undefined ? {} : { adapter }) };
    const stream = await this.subscribe(source);
    if (!stream.ok) throw new Error(`${stream.refusal.code} ${stream.refusal.message}`);
  }

  override onBar(bar: Bar, instrument: Instrument): void {
    const close = toNumber(bar.close, instrument.priceScale);
    const fast = this.fast.update(close);
    const slow = this.slow.update(close);
    if (!this.slow.ready || this.openOrders().length > 0) return;
    const wanted = fast > slow ? orderQuantity(instrument, this.parameters.quantity) : 0;
    const change = wanted - this.position(instrument);
    if (change === 0) return;
    const reason = `fast average ${fast.toFixed(4)} is ${fast > slow ? 'above' : 'not above'} slow ${slow.toFixed(4)}`;
    this.decide({ action: change > 0 ? 'buy' : 'sell', reason, fast, slow, close });
    const { adapter } = this.parameters;
    this.targetPosition(instrument, wanted, { reason, ...(adapter === undefined ? {} : { adapter }) });
  }
}
