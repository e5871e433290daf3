import { toNumber, type MarketDataEvent, type Quote } from '@bourseworks/domain';
import type { QuoteFields } from '@bourseworks/dto/shapes';
import { Channel, type Mark, type PieceOf } from './channel.js';

const US_PER_DAY = 86_400_000_000;
const PERCENT_DIGITS = 10_000;

interface QuoteMark extends Mark {
  readonly quote: QuoteFields | undefined;
}

/** Best bid and ask of an instrument, with what is derived from them. */
export class QuoteChannel extends Channel<QuoteMark> {
  readonly streamClass = 'quote';
  private last: Quote | undefined;
  private day = -1;
  /** First sum of bid and ask of the day. */
  private base = 0;

  protected override apply(event: MarketDataEvent): void {
    if (event.kind !== 'quote') return;
    this.seq += 1;
    this.last = event;
    if (event.bidQuantity === 0 || event.askQuantity === 0) return;
    const day = Math.floor(event.us / US_PER_DAY);
    if (day === this.day) return;
    this.day = day;
    this.base = event.bidPrice + event.askPrice;
  }

  protected override tear(): void {
    // The next quote is a whole one.
  }

  protected override take(base: Mark): QuoteMark {
    return { ...base, quote: this.last === undefined ? undefined : this.fieldsOf(this.last) };
  }

  protected override data(from: QuoteMark | undefined, to: QuoteMark): PieceOf {
    const { quote } = to;
    if (quote === undefined) return { text: '', deliveries: 0, conflated: 0 };
    const known = from !== undefined && from.seq >= this.floor ? from : undefined;
    const delta = known?.quote === undefined ? undefined : changes(known.quote, quote);
    if (known === undefined || delta === undefined) {
      const text = `{"id":${this.id},"k":"quote","seq":${to.seq},"v":${JSON.stringify(quote)}}`;
      return { text, deliveries: 1, conflated: 0 };
    }
    const text = `{"id":${this.id},"k":"quote+","prev":${known.seq},"seq":${to.seq},"v":{${delta}}}`;
    return { text, deliveries: 1, conflated: to.seq - known.seq - 1 };
  }

  private fieldsOf({ us, bidPrice, bidQuantity, askPrice, askQuantity }: Quote): QuoteFields {
    const { priceScale, qtyScale } = this.instrument;
    const fields = {
      time: us / 1_000,
      bid: toNumber(bidPrice, priceScale),
      bidSize: toNumber(bidQuantity, qtyScale),
      ask: toNumber(askPrice, priceScale),
      askSize: toNumber(askQuantity, qtyScale),
    };
    if (bidQuantity === 0 || askQuantity === 0) return fields;
    const sum = bidPrice + askPrice;
    const change = this.base === 0 ? 0 : ((sum - this.base) / this.base) * 100;
    return {
      ...fields,
      // Half a unit needs one digit more.
      mid: toNumber(sum * 5, priceScale + 1),
      spread: toNumber(askPrice - bidPrice, priceScale),
      changePercent: Math.round(change * PERCENT_DIGITS) / PERCENT_DIGITS,
    };
  }
}

/** JSON of the fields that differ; undefined when a field has gone, which a change cannot say. */
function changes(before: QuoteFields, now: QuoteFields): string | undefined {
  if (before.mid !== undefined && now.mid === undefined) return undefined;
  let text = '';
  if (before.time !== now.time) text += `,"time":${now.time}`;
  if (before.bid !== now.bid) text += `,"bid":${now.bid}`;
  if (before.bidSize !== now.bidSize) text += `,"bidSize":${now.bidSize}`;
  if (before.ask !== now.ask) text += `,"ask":${now.ask}`;
  if (before.askSize !== now.askSize) text += `,"askSize":${now.askSize}`;
  if (before.mid !== now.mid) text += `,"mid":${now.mid}`;
  if (before.spread !== now.spread) text += `,"spread":${now.spread}`;
  if (before.changePercent !== now.changePercent) text += `,"changePercent":${now.changePercent}`;
  return text.slice(1);
}
