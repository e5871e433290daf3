import { expectOk, parseDecimal, type Instrument, type StreamKind } from '@bourseworks/domain';
import { toDataInstrument } from '../src/mapper/instrument.mapper.js';

/** One data point with its numbers still the text that the venue wrote. */
export type Written = Readonly<Record<string, unknown>>;

/** Parses JSON and leaves every number as it was written, so that nothing of it can be lost. */
export function asWritten(raw: string): unknown {
  // Strings are matched as well, so that digits inside of them are left alone.
  const quoted = raw.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.startsWith('"') ? token : `"#${token}"`,
  );
  return JSON.parse(quoted);
}

const number = (value: unknown): string => (value as string | undefined)?.replace(/^#/, '') ?? '';
const units = (value: unknown, scale: number): number => expectOk(parseDecimal(number(value), scale));

/** Digits of the fraction by hand, seconds by Date. */
function time(text: unknown): { us: number; ns: number } {
  const [, second, fraction = ''] = /^([^.Z]*)(?:\.(\d+))?Z$/.exec(String(text)) as RegExpExecArray;
  const nanos = BigInt(Date.parse(`${second}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
  return { us: Number(nanos / 1_000n), ns: Number(nanos % 1_000n) };
}

/** The instrument that a recorded message is read with. */
export function instrumentFor(symbol: string, written: Written): Instrument {
  const crypto =
    /^(?:BTC|ETH|BCH|LTC|SUSHI|DOGE|BAT)(?:\/|-|USD)/.test(symbol) || 'tks' in written || written['x'] === 'ERSX';
  const unknown = { minOrderSize: undefined, minTradeIncrement: undefined, priceIncrement: undefined };
  return toDataInstrument({
    symbol,
    assetClass: crypto ? 'crypto' : 'us_equity',
    tradable: true,
    fractionable: true,
    ...unknown,
  });
}

const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' });
const YEAR_OF_SHARES = 2026;

function expectedId({ i, x }: Written, us: number, { assetClass }: Instrument): object {
  if (i === undefined) return {};
  if (assetClass === 'crypto') return { tradeId: number(i) };
  const day = DAY.format(us / 1_000).replaceAll('-', '');
  const exchange = typeof x === 'string' ? `${x}-` : '';
  return { tradeId: `${day}-${exchange}${number(i)}` };
}

/** Codes that stand in the records, by what they come to: 16 an odd lot, 32 a price of its own, 64 an auction. */
const FLAGS: Readonly<Record<string, number>> = { I: 16, M: 96, g: 0, f: 0, a: 0, T: 0 };

function expectedRemarks(codes: unknown, regular: readonly string[], flagsOf: (code: string) => number): object {
  const conditions = ([codes ?? []].flat() as string[]).filter((code) => !regular.includes(code));
  const flags = conditions.reduce((bits, code) => bits | flagsOf(code), 0);
  return { ...(flags !== 0 && { flags }), ...(conditions.length > 0 && { conditions }) };
}

/** What a data point must become, worked out from its text. */
export function expectedEvent(written: Written, instrument: Instrument, kind: StreamKind): Record<string, unknown> {
  const { priceScale, qtyScale } = instrument;
  const { us, ns } = time(written['t']);
  if (kind === 'trade') {
    return {
      kind,
      us,
      ns,
      price: units(written['p'], priceScale),
      quantity: units(written['s'], qtyScale),
      ...(written['tks'] === undefined ? {} : { aggressor: written['tks'] === 'B' ? 'BUY' : 'SELL' }),
      ...expectedId(written, us, instrument),
      ...expectedRemarks(written['c'], ['@', ' '], (code) => FLAGS[code]),
    };
  }
  if (kind === 'quote') {
    const isLots = instrument.assetClass === 'equity' && new Date(us / 1_000).getUTCFullYear() < YEAR_OF_SHARES;
    const lot = isLots ? 100 : 1;
    return {
      kind,
      us,
      ns,
      bidPrice: units(written['bp'], priceScale),
      bidQuantity: units(written['bs'], qtyScale) * lot,
      askPrice: units(written['ap'], priceScale),
      askQuantity: units(written['as'], qtyScale) * lot,
      ...expectedRemarks(written['c'], ['R'], () => 32),
    };
  }
  const minutes = { 'bar-1m': 1, 'bar-1d': 1_440 }[kind as 'bar-1m'];
  return {
    kind: 'bar',
    startUs: us,
    endUs: us + minutes * 60_000_000,
    open: units(written['o'], priceScale),
    high: units(written['h'], priceScale),
    low: units(written['l'], priceScale),
    close: units(written['c'], priceScale),
    volume: units(written['v'], qtyScale),
    trades: written['n'] === undefined ? -1 : Number(number(written['n'])),
  };
}
