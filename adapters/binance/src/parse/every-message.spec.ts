import { expect, it } from '@jest/globals';
import { DomainError } from '@bourseworks/domain';
import { describeWithData } from '@bourseworks/testkit';
import { unitsOf } from '../../test/market-data/oracle.js';
import {
  FUTURES_REST,
  FUTURES_USER,
  instrumentOf,
  messages,
  OTHER_MESSAGES,
  OTHER_REST,
  SPOT_REST,
  SPOT_USER,
  USER_STREAM,
  withMore,
} from '../../test/recorded.js';
import { toReport } from '../mapper/report.mapper.js';
import * as answers from './answers.js';
import { parseExchangeInfo } from './exchange-info.js';
import { parseExactJson, parseMessage } from './fields.js';
import { parseBars } from './market/bar.js';
import { parseDepth } from './market/depth.js';
import { parseAggregates, parseListedTrades } from './market/trade.js';
import { parseUserEvent } from './user-event.js';

const SCALES = { priceScale: 8, qtyScale: 8 };
type Json = Readonly<Record<string, unknown>>;

/** Everything that reads an answer; those of market data read it with plain numbers. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  book: (text) => parseDepth(JSON.parse(text), SCALES, 1),
  trades: (text) => parseListedTrades(JSON.parse(text), SCALES),
  aggregates: (text) => parseAggregates(JSON.parse(text), SCALES),
  bars: (text) => parseBars(JSON.parse(text), SCALES),
  info: (text) => parseExchangeInfo(parseExactJson(text)),
  order: (text) => answers.parseOrder(parseExactJson(text)),
  orders: (text) => answers.parseOrders(parseExactJson(text), answers.parseOrder),
  conditional: (text) => answers.parseOrders(parseExactJson(text), answers.parseConditionalOrder),
  placed: (text) => answers.parsePlaced(parseExactJson(text)),
  fills: (text) => answers.parseTrades(parseExactJson(text)),
  spot: (text) => answers.parseSpotHoldings(parseExactJson(text)),
  futures: (text) => answers.parseFuturesHoldings(parseExactJson(text)),
  positions: (text) => answers.parsePositions(parseExactJson(text)),
};

/** What reads the answers of each folder; every other answer, and every other reader of these, refuses. */
const READ: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  [SPOT_REST]: {
    account_response: ['spot'],
    account_trades_response: ['fills'],
    all_orders_response: ['orders'],
    cancel_order_response: ['order', 'placed'],
    depth_response: ['book'],
    exchange_info_response: ['info'],
    klines_response: ['bars'],
    new_order_full_response: ['order', 'placed'],
    open_orders_response: ['orders'],
    order_response: ['order', 'placed'],
    trades_response: ['trades'],
  },
  [FUTURES_REST]: {
    balance: ['futures'],
    open_algo_orders: ['conditional'],
    order_response: ['order', 'placed'],
    position_risk: ['positions'],
  },
  [OTHER_REST]: {
    http_futures_account_orders: ['orders'],
    http_futures_account_positions_hedge: ['positions'],
    http_futures_account_positions_one_way: ['positions'],
    http_futures_account_trades: ['fills'],
    http_futures_market_agg_trades: ['aggregates'],
    // Not asked for: the rows of other series are written as those of the market's bars.
    http_futures_market_blvt_nav_kline: ['bars'],
    http_futures_market_continuous_klines: ['bars'],
    http_futures_market_depth: ['book'],
    http_futures_market_exchange_info: ['info'],
    http_futures_market_historical_trades: ['trades'],
    http_futures_market_index_price_klines: ['bars'],
    http_futures_market_klines: ['bars'],
    http_futures_market_mark_price_klines: ['bars'],
    http_futures_market_trades: ['trades'],
    http_spot_market_agg_trades: ['aggregates'],
    http_spot_market_depth: ['book'],
    http_spot_market_exchange_info: ['info'],
    http_spot_market_historical_trades: ['trades'],
    http_spot_market_klines: ['bars'],
    http_spot_market_trades: ['trades'],
    http_spot_wallet_account: ['spot'],
  },
};

describeWithData('every recorded answer of Binance', [SPOT_REST, FUTURES_REST, OTHER_REST], () => {
  it.each([SPOT_REST, FUTURES_REST, OTHER_REST])(
    'is read by what reads its kind, and refused by all else: %s',
    (folder) => {
      const all = messages(folder);
      const readBy = all.map(({ file, text }) => {
        const readers = Object.keys(READERS).filter((name) => {
          try {
            READERS[name](text);
            return true;
          } catch (error) {
            if (error instanceof DomainError && error.code === 'DATA_FORMAT') return false;
            throw error;
          }
        });
        return [file.replace('.json', ''), readers] as const;
      });
      expect(Object.fromEntries(readBy.filter(([, readers]) => readers.length > 0))).toEqual(READ[folder]);
      expect(all.length).toBe({ [SPOT_REST]: 18, [FUTURES_REST]: 5, [OTHER_REST]: 46 }[folder]);
    },
  );

  it('may have fields that nobody knows', () => {
    for (const [folder, files] of Object.entries(READ)) {
      for (const { file, text } of messages(folder)) {
        for (const name of files[file.replace('.json', '')] ?? []) {
          const [known, strange] = [text, withMore(text)].map(READERS[name]);
          expect({ file, name, strange }).toEqual({ file, name, strange: known });
        }
      }
    }
  });
});

/** Conditional orders wait for their trigger, or are about to become orders. */
const OPEN = ['NEW', 'PARTIALLY_FILLED', 'PENDING_NEW', 'PENDING_CANCEL', 'TRIGGERING', 'TRIGGERED'];

/** Units of money, 18 decimals, by the digits. */
function money(text: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) as RegExpExecArray;
  return BigInt(`${sign}${whole}${fraction.padEnd(18, '0')}`);
}

/** What the message of an order must become, as far as it is numbers. */
function expected(message: Json): Json {
  const raw = (message['event'] ?? message['data'] ?? message) as Json;
  const isAlgo = raw['e'] === 'ALGO_UPDATE';
  const order = (raw['e'] === 'executionReport' ? raw : raw['o']) as Json;
  const of = (field: string): string => (order[field] as string | undefined) ?? '';
  const units = (field: string): number => (of(field) === '' ? 0 : unitsOf(of(field), 8));
  const cumQty = units(isAlgo ? 'aq' : 'z');
  const executes = ['TRADE', 'CALCULATED'].includes(of('x')) && units('l') > 0;
  const fee = executes && of('n') !== '' && of('N') !== '' ? { fee: money(of('n')), feeCurrency: of('N') } : {};
  const fill = { execId: `${of('s')}:${of('t')}`, lastQty: units('l'), lastPx: units('L'), ...fee };
  return {
    venueOrderId: isAlgo ? `algo:${of('aid')}` : String(order['i']),
    cumQty,
    leavesQty: OPEN.includes(of('X')) ? Math.max(0, units('q') - cumQty) : 0,
    us: Number(isAlgo ? raw['T'] : order['T']) * 1_000,
    ...(executes ? fill : { execId: '' }),
  };
}

const USER = [USER_STREAM, SPOT_USER, FUTURES_USER, OTHER_MESSAGES];

describeWithData('every recorded message about an order', USER, () => {
  it.each(USER)('becomes a report, digit for digit, whatever else it says: %s', (folder) => {
    let orders = 0;
    for (const { file, text } of messages(folder)) {
      const event = parseUserEvent(parseMessage(text));
      expect({ file, event: parseUserEvent(parseMessage(withMore(text))) }).toEqual({ file, event });
      if (event.kind !== 'order') continue;
      const report = toReport(event.order, instrumentOf(event.order.symbol), { clOrdId: event.order.clientId });
      const wanted = expected(JSON.parse(text) as Json);
      const got = Object.fromEntries(Object.keys(wanted).map((key) => [key, report[key as keyof typeof report]]));
      expect({ file, got }).toEqual({ file, got: wanted });
      // Nothing was filled that is not expected.
      if (!('lastQty' in wanted)) expect([report.lastQty, report.fee]).toEqual([undefined, undefined]);
      orders++;
    }
    expect(orders).toBe({ [USER_STREAM]: 23, [SPOT_USER]: 6, [FUTURES_USER]: 11, [OTHER_MESSAGES]: 33 }[folder]);
  });
});
