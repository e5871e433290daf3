import {
  barSeconds,
  compareTime,
  US_PER_DAY,
  US_PER_MS,
  US_PER_SECOND,
  type Bar,
  type BookDelta,
  type BookLevel,
  type BookSnapshot,
  type Instrument,
  type MarketDataEvent,
  type Quote,
  type Side,
  type Timestamp,
  type Trade,
} from '@bourseworks/domain';
import { exactUnits, nearestUnits } from './numbers.js';
import type { TableRow } from './table-rows.js';
import type { TableSpec, TimeColumn } from './table-spec.js';
import { nextMidnight, timeReader } from './time-format.js';

/** Makes the events of a table from its rows, in order. */
export interface RowEvents {
  /** The event that a row completes, if it does. Throws DATA_FORMAT. */
  add(row: TableRow): MarketDataEvent | undefined;
  /** The event that the last row leaves. */
  end(): MarketDataEvent | undefined;
}

export function rowEvents(spec: TableSpec, instrument: Instrument): RowEvents {
  const cells = new Cells(spec, instrument);
  switch (spec.kind) {
    case 'trade':
      return each((row) => tradeOf(row, cells));
    case 'quote':
      return each((row) => quoteOf(row, cells));
    case 'book':
      return new BookRows(cells);
    default:
      return each((row) => barOf(row, cells, spec));
  }
}

const each = (read: (row: TableRow) => MarketDataEvent): RowEvents => ({ add: read, end: () => undefined });

/** What stands in the cells of a row. */
class Cells {
  private readonly timeText: (text: string) => Timestamp | undefined;
  private readonly receivedText: (text: string) => Timestamp | undefined;

  constructor(
    private readonly spec: TableSpec,
    private readonly instrument: Instrument,
  ) {
    const none = (): undefined => undefined;
    this.timeText = timeReader(spec.time.format, spec.local) ?? none;
    this.receivedText = spec.received === undefined ? none : (timeReader(spec.received.format, spec.local) ?? none);
  }

  time(row: TableRow): Timestamp {
    return read(row, this.spec.time, this.timeText);
  }

  received(row: TableRow): { readonly receivedUs?: number; readonly receivedNs?: number } {
    if (this.spec.received === undefined) return {};
    const { us, ns } = read(row, this.spec.received, this.receivedText);
    return { receivedUs: us, receivedNs: ns };
  }

  /** Undefined where the table has no such column, or nothing in it. */
  text(row: TableRow, field: string): string | undefined {
    const column = this.spec.columns[field];
    const text = column === undefined ? '' : row.cell(column);
    return text === '' ? undefined : text;
  }

  price(row: TableRow, field: string): number {
    const units = exactUnits(this.text(row, field) ?? '', this.instrument.priceScale);
    if (units < 0) throw row.fail(`${field} is no price of at most ${this.instrument.priceScale} decimals`);
    return units;
  }

  /** 0 where the table has no such column. */
  quantity(row: TableRow, field: string): number {
    if (this.spec.columns[field] === undefined) return 0;
    const units = nearestUnits(this.text(row, field) ?? '', this.instrument.qtyScale);
    if (units < 0) throw row.fail(`${field} is no quantity`);
    return units;
  }

  side(row: TableRow): Side | undefined {
    const text = this.text(row, 'side');
    if (text === undefined) return undefined;
    const side = SIDES[text.toLowerCase()];
    if (side === undefined) throw row.fail(`side is none of ${Object.keys(SIDES).join(', ')}`);
    return side;
  }
}

const SIDES: Readonly<Record<string, Side>> = {
  buy: 'BUY',
  b: 'BUY',
  bid: 'BUY',
  sell: 'SELL',
  s: 'SELL',
  a: 'SELL',
  ask: 'SELL',
};

function read(
  row: TableRow,
  { columns, format }: TimeColumn,
  reader: (text: string) => Timestamp | undefined,
): Timestamp {
  const text = columns.map((column) => row.cell(column)).join(' ');
  const time = reader(text);
  if (time === undefined) throw row.fail(`${JSON.stringify(text)} is no time of the format ${format}`);
  return time;
}

function tradeOf(row: TableRow, cells: Cells): Trade {
  const price = cells.price(row, 'price');
  const quantity = cells.quantity(row, 'quantity');
  if (price === 0 || quantity === 0) throw row.fail('the trade has no price or no quantity');
  const aggressor = cells.side(row);
  const tradeId = cells.text(row, 'id');
  return {
    kind: 'trade',
    ...cells.time(row),
    ...cells.received(row),
    price,
    quantity,
    ...(aggressor !== undefined && { aggressor }),
    ...(tradeId !== undefined && { tradeId }),
  };
}

function quoteOf(row: TableRow, cells: Cells): Quote {
  return {
    kind: 'quote',
    ...cells.time(row),
    ...cells.received(row),
    bidPrice: cells.price(row, 'bidPrice'),
    bidQuantity: cells.quantity(row, 'bidQuantity'),
    askPrice: cells.price(row, 'askPrice'),
    askQuantity: cells.quantity(row, 'askQuantity'),
  };
}

function barOf(row: TableRow, cells: Cells, spec: TableSpec): Bar {
  const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((field) => cells.price(row, field));
  if (low <= 0) throw row.fail('a price is not positive');
  if (low > open || low > close || high < open || high < close)
    throw row.fail('the prices are not within high and low');
  const trades = cells.text(row, 'trades');
  if (trades !== undefined && !/^\d{1,15}$/.test(trades)) throw row.fail('trades is no whole number');
  return {
    kind: 'bar',
    ...spanOf(cells.time(row).us, spec),
    ...cells.received(row),
    open,
    high,
    low,
    close,
    volume: cells.quantity(row, 'volume'),
    trades: trades === undefined ? -1 : Number(trades),
  };
}

/** A day from midnight ends at the next midnight, which is 23 or 25 hours later when the clocks change. */
function spanOf(us: number, { kind, stands, local }: TableSpec): { readonly startUs: number; readonly endUs: number } {
  const lengthUs = barSeconds(kind) * US_PER_SECOND;
  const isMidnight = (time: number): boolean =>
    lengthUs === US_PER_DAY && local.atUs(local.dayOf(time) * US_PER_DAY) === time;
  if (stands === 'start') return { startUs: us, endUs: isMidnight(us) ? nextMidnight(us, local) : us + lengthUs };
  const endUs = stands === 'end' ? us : us + US_PER_MS;
  const startUs = isMidnight(endUs) ? local.atUs((local.dayOf(endUs) - 1) * US_PER_DAY) : endUs - lengthUs;
  return { startUs, endUs };
}

const SNAPSHOT: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  snap: true,
  snapshot: true,
  false: false,
  '0': false,
  set: false,
  update: false,
};

interface Group {
  readonly time: Timestamp;
  readonly received: { readonly receivedUs?: number; readonly receivedNs?: number };
  readonly snapshot: boolean;
  readonly bids: BookLevel[];
  readonly asks: BookLevel[];
}

/** A level a row: what has the same times and is of a snapshot, or is not, is one event. They are numbered from 1. */
class BookRows implements RowEvents {
  private group: Group | undefined;
  private sequence = 0;

  constructor(private readonly cells: Cells) {}

  add(row: TableRow): MarketDataEvent | undefined {
    const { cells } = this;
    const time = cells.time(row);
    const received = cells.received(row);
    const text = cells.text(row, 'snapshot');
    const snapshot = text === undefined ? false : SNAPSHOT[text.toLowerCase()];
    if (snapshot === undefined) throw row.fail(`snapshot is none of ${Object.keys(SNAPSHOT).join(', ')}`);
    const side = cells.side(row);
    const price = cells.price(row, 'price');
    if (side === undefined || price === 0) throw row.fail('a level has no side or no price');
    const goesOn = this.group !== undefined && isSame(this.group, time, received, snapshot);
    const event = goesOn ? undefined : this.end();
    this.group ??= { time, received, snapshot, bids: [], asks: [] };
    this.group[side === 'BUY' ? 'bids' : 'asks'].push([price, cells.quantity(row, 'quantity')]);
    return event;
  }

  end(): BookSnapshot | BookDelta | undefined {
    const { group } = this;
    if (group === undefined) return undefined;
    this.group = undefined;
    const { time, received, snapshot, bids, asks } = group;
    return {
      kind: snapshot ? 'book-snapshot' : 'book-delta',
      ...time,
      ...received,
      venueSequence: ++this.sequence,
      bids: bids.toSorted(([a], [b]) => b - a),
      asks: asks.toSorted(([a], [b]) => a - b),
    };
  }
}

function isSame(group: Group, time: Timestamp, received: Group['received'], snapshot: boolean): boolean {
  return (
    group.snapshot === snapshot &&
    compareTime(group.time, time) === 0 &&
    group.received.receivedUs === received.receivedUs &&
    group.received.receivedNs === received.receivedNs
  );
}
