import type { Instrument } from '@bourseworks/domain';

/** One thing that was booked, as it was asked for. */
export type NaiveEvent =
  | {
      readonly kind: 'fill';
      readonly strategy: string;
      readonly instrument: Instrument;
      readonly quantity: number;
      readonly price: number;
      readonly fee: bigint;
      readonly feeCurrency: string;
      /** Set when the fill opened or closed a lot of its own. */
      readonly lot?: string;
    }
  | { readonly kind: 'money'; readonly currency: string; readonly amount: bigint }
  | { readonly kind: 'dividend'; readonly instrument: Instrument; readonly perUnit: bigint }
  | { readonly kind: 'funding'; readonly instrument: Instrument; readonly mark: number; readonly rate: bigint }
  | {
      readonly kind: 'borrow';
      readonly instrument: Instrument;
      readonly mark: number;
      readonly rate: bigint;
      readonly days: number;
    }
  | {
      readonly kind: 'split';
      readonly instrument: Instrument;
      readonly n: number;
      readonly m: number;
      readonly price: number;
    };

const E18 = 10n ** 18n;

/** Floor by remainder, written apart from the one that is tested. */
const floor = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;

function fillsOf(events: readonly NaiveEvent[], strategy: string | undefined, instrument: Instrument) {
  return events.filter(
    (event) =>
      event.kind === 'fill' &&
      event.instrument.key === instrument.key &&
      (strategy === undefined || event.strategy === strategy),
  ) as Extract<NaiveEvent, { kind: 'fill' }>[];
}

/** Units of the account, from the first event on: splits cut toward zero. */
export function naiveQuantity(events: readonly NaiveEvent[], instrument: Instrument): bigint {
  let quantity = 0n;
  for (const event of events) {
    if (event.kind === 'fill' && event.instrument.key === instrument.key) quantity += BigInt(event.quantity);
    if (event.kind === 'split' && event.instrument.key === instrument.key)
      quantity = (quantity * BigInt(event.n)) / BigInt(event.m);
  }
  return quantity;
}

/** Units of one strategy when nothing was split. */
export function naiveStrategyQuantity(events: readonly NaiveEvent[], strategy: string, instrument: Instrument): bigint {
  return fillsOf(events, strategy, instrument).reduce((sum, { quantity }) => sum + BigInt(quantity), 0n);
}

/** Change of one currency's balance through event `index`, from all events before it. */
function naiveChange(events: readonly NaiveEvent[], index: number, currency: string): bigint {
  const event = events[index];
  if (event === undefined) return 0n;
  if (event.kind === 'money') return event.currency === currency ? event.amount : 0n;
  const { instrument } = event;
  const own = instrument.currency === currency;
  if (event.kind === 'fill') {
    const cost = own ? BigInt(event.quantity) * BigInt(event.price) * instrument.moneyFactor : 0n;
    return -cost - ((event.feeCurrency || instrument.currency) === currency ? event.fee : 0n);
  }
  if (!own) return 0n;
  const held = naiveQuantity(events.slice(0, index), instrument);
  if (event.kind === 'dividend')
    return floor(held * event.perUnit * BigInt(instrument.multiplier), 10n ** BigInt(instrument.qtyScale));
  if (event.kind === 'split') {
    const whole = held * BigInt(event.n);
    const fraction = whole - (whole / BigInt(event.m)) * BigInt(event.m);
    return floor(fraction * BigInt(event.price) * instrument.moneyFactor, BigInt(event.m));
  }
  const value = held * BigInt(event.mark) * instrument.moneyFactor * event.rate;
  if (event.kind === 'funding') return floor(-value, E18);
  return held < 0n ? floor(value * BigInt(event.days), E18 * 360n) : 0n;
}

export function naiveCash(initial: bigint, events: readonly NaiveEvent[], currency: string): bigint {
  return events.reduce((sum, _, index) => sum + naiveChange(events, index, currency), initial);
}

export interface NaivePosition {
  readonly quantity: bigint;
  readonly cost: bigint;
  readonly realized: bigint;
}

/** Average cost from all fills of a strategy; nothing split. */
export function naiveAverage(
  events: readonly NaiveEvent[],
  strategy: string,
  instrument: Instrument,
): NaivePosition & { readonly fees: bigint } {
  let quantity = 0n;
  let cost = 0n;
  let realized = 0n;
  let fees = 0n;
  for (const fill of fillsOf(events, strategy, instrument)) {
    if ((fill.feeCurrency || instrument.currency) === instrument.currency) fees += fill.fee;
    let left = BigInt(fill.quantity);
    const value = (units: bigint): bigint => units * BigInt(fill.price) * instrument.moneyFactor;
    if (quantity !== 0n && quantity > 0n !== left > 0n) {
      const size = (n: bigint): bigint => (n < 0n ? -n : n);
      const closing = size(left) < size(quantity) ? -left : quantity;
      const gone = (cost * closing) / quantity;
      realized += value(closing) - gone;
      cost -= gone;
      quantity -= closing;
      left += closing;
    }
    quantity += left;
    cost += value(left);
  }
  return { quantity, cost, realized, fees };
}

/** First in, first out over single lots of (units, price); fills with a lot name act on that one. Nothing split. */
export function naiveLots(events: readonly NaiveEvent[], strategy: string, instrument: Instrument): NaivePosition {
  let lots: { units: bigint; readonly price: bigint; readonly name: string | undefined }[] = [];
  let realized = 0n;
  for (const fill of fillsOf(events, strategy, instrument)) {
    let left = BigInt(fill.quantity);
    const price = BigInt(fill.price);
    const fits = (lot: (typeof lots)[number]): boolean =>
      lot.units > 0n !== left > 0n && (fill.lot === undefined || lot.name === fill.lot);
    for (let lot = lots.find(fits); left !== 0n && lot !== undefined; lot = lots.find(fits)) {
      const size = lot.units < 0n ? -lot.units : lot.units;
      const part = (left < 0n ? -left : left) < size ? -left : lot.units;
      realized += part * (price - lot.price) * instrument.moneyFactor;
      lot.units -= part;
      left += part;
      lots = lots.filter(({ units }) => units !== 0n);
      if (left === 0n) break;
    }
    if (left !== 0n) lots.push({ units: left, price, name: fill.lot });
  }
  const quantity = lots.reduce((sum, lot) => sum + lot.units, 0n);
  const cost = lots.reduce((sum, lot) => sum + lot.units * lot.price * instrument.moneyFactor, 0n);
  return { quantity, cost, realized };
}
