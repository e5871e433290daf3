import { defineInstrument, expectOk, parseDecimal, type Instrument, type StreamKind } from '@bourseworks/domain';
import { toInstrument } from '../src/mapper.js';

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

/** The instrument a recorded message is read with: stocks as the adapter lists them, coins with finer units. */
export function instrumentFor(symbol: string, written: Written): Instrument {
  const isCoin = /^(?:BTC|ETH|BCH|LTC|SUSHI|DOGE|BAT)(?:\/|-|USD)/.test(symbol) || written['x'] === 'ERSX';
  if (!isCoin) return toInstrument(symbol);
  const spec = { venue: 'alpaca', symbol, assetClass: 'crypto', currency: 'USD' } as const;
  return expectOk(defineInstrument({ ...spec, tickSize: '0.000001', lotSize: '0.000000001' }));
}

const YEAR_OF_SHARES = 2026;

/** What a data point must become, worked out from its text. */
export function expectedEvent(written: Written, instrument: Instrument, kind: StreamKind): Record<string, unknown> {
  const { priceScale, qtyScale } = instrument;
  const { us, ns } = time(written['t']);
  if (kind === 'trade') {
    const id = number(written['i']);
    return {
      kind,
      us,
      ns,
      price: units(written['p'], priceScale),
      quantity: units(written['s'], qtyScale),
      ...(written['tks'] === undefined ? {} : { aggressor: written['tks'] === 'B' ? 'BUY' : 'SELL' }),
      ...(written['i'] === undefined
        ? {}
        : { tradeId: written['x'] === undefined ? id : `${number(written['x'])}-${id}` }),
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
    };
  }
  const minutes = { 'bar-1m': 1, 'bar-5m': 5, 'bar-1h': 60, 'bar-1d': 1_440 }[kind as 'bar-1m'];
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
