import { expect, it } from '@jest/globals';
import { describeWithData } from '@bourseworks/testkit';
import {
  FUTURES_REST,
  FUTURES_USER,
  instrumentOf,
  messages,
  OTHER_MESSAGES,
  OTHER_REST,
  recorded,
  SPOT_REST,
  SPOT_USER,
  USER_STREAM,
} from '../../test/recorded.js';
import { toInstrument } from '../mapper/instrument.mapper.js';
import { toOrderState } from '../mapper/order-state.mapper.js';
import { toReport, toTradeReport } from '../mapper/report.mapper.js';
import {
  parseConditionalOrder,
  parseFuturesHoldings,
  parseOrder,
  parseOrders,
  parsePlaced,
  parsePositions,
  parseSpotHoldings,
  parseTrades,
} from './answers.js';
import { parseExchangeInfo } from './exchange-info.js';
import { parseExactJson, parseMessage } from './fields.js';
import { parseUserEvent } from './user-event.js';

const paths = [USER_STREAM, SPOT_REST, SPOT_USER, FUTURES_REST, FUTURES_USER, OTHER_REST, OTHER_MESSAGES];

describeWithData('Recorded messages of Binance', paths, () => {
  it.each([USER_STREAM, SPOT_USER, FUTURES_USER, OTHER_MESSAGES])('are all read and mapped: %s', (folder) => {
    const kinds = new Map<string, number>();
    for (const { file, text } of messages(folder)) {
      const event = parseUserEvent(parseMessage(text));
      kinds.set(event.kind, (kinds.get(event.kind) ?? 0) + 1);
      if (event.kind !== 'order') continue;
      const report = toReport(event.order, instrumentOf(event.order.symbol), { clOrdId: event.order.clientId });
      expect({ file, type: typeof report.execType }).toEqual({ file, type: 'string' });
      expect(report.execId === '').toBe(report.execType !== 'Trade');
      expect(report.execType === 'Trade').toBe((report.lastQty ?? 0) > 0);
    }
    expect(kinds.get('order')).toBeGreaterThan(5);
  });

  it('keep what people and the venue did beside the orders', () => {
    const event = (file: string, folder = SPOT_USER) => parseUserEvent(parseMessage(recorded(folder, file)));
    expect(event('account_position.json')).toMatchObject({ kind: 'account', balances: [{ currency: 'USDT' }, {}] });
    expect(event('balance_update_wrapped.json')).toMatchObject({ balances: [{ currency: 'BTC' }] });
    expect(event('list_status_wrapped.json')).toEqual({ kind: 'other', name: 'listStatus' });
    const account = event('account_update.json', FUTURES_USER);
    expect(account).toMatchObject({ positions: [{}, { symbol: 'BTCUSDT', quantity: '20' }, { quantity: '-10' }] });
    // The same execution comes again, with its fee, as an order update.
    expect(event('trade_lite.json', FUTURES_USER)).toEqual({ kind: 'other', name: 'TRADE_LITE' });
  });

  it('map what liquidations, prevented and empty executions are', () => {
    const typeOf = (file: string, folder = OTHER_MESSAGES) => {
      const event = parseUserEvent(parseMessage(recorded(folder, file)));
      if (event.kind !== 'order') return event.kind;
      return toReport(event.order, instrumentOf(event.order.symbol), { clOrdId: 'x' }).execType;
    };
    expect(typeOf('ws_futures_order_update_liquidation.json')).toBe('Trade');
    expect(typeOf('ws_futures_order_update_liquidation_zero_qty.json')).toBe('OrderStatus');
    expect(typeOf('ws_spot_execution_report_trade_prevention.json')).toBe('Expired');
    expect(typeOf('ws_spot_execution_report_trade_l_zero.json')).toBe('Trade');
    expect(typeOf('ws_spot_execution_report_trade_l_zero_canceled.json')).toBe('Canceled');
    expect(typeOf('ws_spot_execution_report_trade_l_zero_expired.json')).toBe('Expired');
    expect(typeOf('ws_spot_execution_report_trade_l_zero_partial.json')).toBe('OrderStatus');
    expect(typeOf('ws_spot_execution_report_rejected.json')).toBe('Rejected');
    expect(typeOf('order_update_insurance.json', FUTURES_USER)).toBe('Trade');
    expect(typeOf('algo_update_canceled.json', FUTURES_USER)).toBe('Canceled');
  });

  it('answer for orders and executions', () => {
    const spot = parseOrder(parseExactJson(recorded(SPOT_REST, 'order_response.json')));
    expect(toOrderState(spot, instrumentOf('LTCBTC'), 'ours')).toMatchObject({
      clOrdId: 'ours',
      venueOrderId: '1',
      open: true,
      leavesQty: 100_000_000,
      terms: { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', price: 10_000_000 },
      acceptedUs: 1_499_827_319_559_000,
    });
    for (const file of ['open_orders_response.json', 'all_orders_response.json'])
      expect(parseOrders(parseExactJson(recorded(SPOT_REST, file)), parseOrder)).toMatchObject([
        { clientId: 'myOrder1' },
      ]);
    const cancelled = parseOrder(parseExactJson(recorded(SPOT_REST, 'cancel_order_response.json')));
    expect(cancelled).toMatchObject({ clientId: 'myOrder1', orderId: '4', status: 'CANCELED' });
    expect(parsePlaced(parseExactJson(recorded(SPOT_REST, 'new_order_full_response.json')))).toBe('28');
    const futures = parseOrder(parseExactJson(recorded(FUTURES_REST, 'order_response.json')));
    expect(toOrderState(futures, instrumentOf('BTCUSDT'), 'f')).toMatchObject({ leavesQty: 100_000, open: true });
    const trailing = parseOrders(parseExactJson(recorded(OTHER_REST, 'http_futures_account_orders.json')), parseOrder);
    expect(toOrderState(trailing[0], instrumentOf('BTCUSDT'), 't').terms).toBeUndefined();
    const waiting = parseExactJson(recorded(FUTURES_REST, 'open_algo_orders.json'));
    expect(parseOrders(waiting, parseConditionalOrder)).toMatchObject([
      { clientId: 'test-algo-order-1', orderId: 'algo:123456789', type: 'STOP_MARKET', stopPrice: '45000.00' },
    ]);
    const trades = parseTrades(parseExactJson(recorded(SPOT_REST, 'account_trades_response.json')));
    expect(toTradeReport(trades[0], instrumentOf('BNBBTC'), 'x')).toMatchObject({
      execId: 'BNBBTC:28457',
      lastPx: 400_000_100,
      lastQty: 1_200_000_000,
      fee: 10_100_000_000_000_000_000n,
      feeCurrency: 'BNB',
    });
    expect(parseTrades(parseExactJson(recorded(OTHER_REST, 'http_futures_account_trades.json')))).toHaveLength(2);
  });

  it('state holdings, positions and instruments', () => {
    const account = parseExactJson(recorded(SPOT_REST, 'account_response.json'));
    expect(parseSpotHoldings(account)[0]).toEqual({ currency: 'BTC', parts: ['4723846.89208129', '0.00000000'] });
    const balance = parseExactJson(recorded(FUTURES_REST, 'balance.json'));
    expect(parseFuturesHoldings(balance)).toEqual([{ currency: 'USDT', parts: ['122.12345678'] }]);
    const positions = parseExactJson(recorded(FUTURES_REST, 'position_risk.json'));
    expect(parsePositions(positions)).toEqual([{ symbol: 'BTCUSDT', quantity: '0.001', entryPrice: '50000.0' }]);
    const one = parseExactJson(recorded(OTHER_REST, 'http_futures_account_positions_one_way.json'));
    expect(parsePositions(one)).toHaveLength(1);
    const spot = parseExchangeInfo(parseExactJson(recorded(OTHER_REST, 'http_spot_market_exchange_info.json')));
    expect(spot.limits[0]).toEqual({ type: 'REQUEST_WEIGHT', windowMs: 60_000, limit: 1_200 });
    expect(spot.symbols[0]).toMatchObject({ symbol: 'BTCUSDT', trading: true, minNotional: '10.00000000' });
    expect(toInstrument(spot.symbols[0], 'binance', 'crypto')).toMatchObject({
      priceScale: 2,
      qtyScale: 5,
      minQuantity: 1,
      maxQuantity: 900_000_000,
      currency: 'USDT',
    });
    const futures = parseExchangeInfo(parseExactJson(recorded(OTHER_REST, 'http_futures_market_exchange_info.json')));
    expect(futures.symbols[0]).toMatchObject({ symbol: 'BTCUSDT', minNotional: '10', tickSize: '0.10' });
    expect(toInstrument(futures.symbols[0], 'binance-usdm', 'future')).toMatchObject({ tickSize: 1, priceScale: 1 });
    // Without steps nothing can be traded.
    const bare = parseExactJson(recorded(SPOT_REST, 'exchange_info_response.json'));
    expect(parseExchangeInfo(bare).symbols).toEqual([]);
  });

  it('bear order ids that no double holds', () => {
    const raw = parseMessage(recorded(OTHER_MESSAGES, 'ws_futures_trade_lite.json'));
    expect(raw['i']).toBe('8389765739703625592');
  });
});
