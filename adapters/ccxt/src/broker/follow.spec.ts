import { afterEach, describe, expect, it } from '@jest/globals';
import type { OrderTerms } from '@bourseworks/domain';
import { SystemClock, type BrokerOrder } from '@bourseworks/ports';
import { eventually, RecordingBrokerSink } from '@bourseworks/testkit';
import { brokerFor } from '../../test/contract.js';
import { AuthenticationError } from '../../test/errors.js';
import { StandInExchange } from '../../test/stand-in-exchange.js';
import { API_KEY, StandInVenue } from '../../test/stand-in-venue.js';
import { CcxtBroker } from './ccxt-broker.js';

const TERMS: OrderTerms = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: 400, price: 4_900_000 };
const SLOW = { account: 'CCXT', apiKey: API_KEY, secret: '', password: '', uid: '', symbols: ['BTC/USDT'] };

describe('CcxtBroker', () => {
  const brokers: CcxtBroker[] = [];
  afterEach(async () => {
    for (const broker of brokers.splice(0)) await broker.close();
  });

  const connected = async (broker: CcxtBroker): Promise<RecordingBrokerSink> => {
    brokers.push(broker);
    const sink = new RecordingBrokerSink();
    await broker.connect(sink);
    return sink;
  };
  const orderOf = (broker: CcxtBroker, clOrdId: string, account = 'CCXT'): BrokerOrder => ({
    clOrdId,
    account,
    instrument: broker.instruments()[0],
    terms: TERMS,
    sentUs: new SystemClock().nowUs(),
  });

  it('follows the orders that an earlier process left open', async () => {
    const venue = new StandInVenue();
    const first = brokerFor(venue);
    const heard = await connected(first);
    first.submit(orderOf(first, 'left-1'));
    await eventually(() => heard.of('left-1', 'New').length === 1);
    await first.close();
    const second = brokerFor(venue);
    const sink = await connected(second);
    expect(await second.openOrders('CCXT')).toMatchObject([{ clOrdId: 'left-1', terms: TERMS }]);
    venue.fill(venue.byClientId('left-1')?.id ?? '', 100);
    await eventually(() => sink.fills('left-1').length === 1);
    // Its sum would count only what came by here.
    expect(sink.fills('left-1')[0]).not.toHaveProperty('cumQty');
    second.cancel(orderOf(second, 'left-1'), 'cancel-1');
    await eventually(() => sink.of('left-1', 'Canceled').length === 1);
    expect(sink.of('left-1', 'New')).toEqual([]);
  });

  it('finds an order by its first id that an earlier process replaced', async () => {
    const venue = new StandInVenue();
    const first = brokerFor(venue);
    const heard = await connected(first);
    first.submit(orderOf(first, 'first-1'));
    await eventually(() => heard.of('first-1', 'New').length === 1);
    first.replace(orderOf(first, 'first-1'), 'second-1', { ...TERMS, quantity: 500 });
    await eventually(() => heard.of('second-1', 'Replaced').length === 1);
    await first.close();
    const second = brokerFor(venue);
    await connected(second);
    expect(await second.order('CCXT', 'first-1')).toMatchObject({ open: true, leavesQty: 500 });
  });

  it('takes orders of its one account only', async () => {
    const venue = new StandInVenue();
    const broker = brokerFor(venue);
    const sink = await connected(broker);
    broker.submit(orderOf(broker, 'other-1', 'ELSEWHERE'));
    await eventually(() => sink.of('other-1', 'Rejected').length === 1);
    expect(venue.commands).toEqual([]);
    expect(await broker.openOrders('ELSEWHERE')).toEqual([]);
    expect(await broker.balances('ELSEWHERE')).toBeUndefined();
  });

  it('asks at once when the exchange’s socket has news', async () => {
    const venue = new StandInVenue();
    let news = (): void => undefined;
    const watching = Object.assign(new StandInExchange(venue), {
      watchOrders: () => new Promise<void>((resolve) => (news = resolve)),
    });
    Object.assign(watching.has, { watchOrders: true });
    const options = { ...SLOW, exchange: watching, pollMs: 60_000, timeoutMs: 300, horizonMs: 100 };
    const broker = new CcxtBroker(options);
    const sink = await connected(broker);
    broker.submit(orderOf(broker, 'news-1'));
    await eventually(() => sink.of('news-1', 'New').length === 1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    venue.fill(venue.byClientId('news-1')?.id ?? '', 400);
    news();
    // Without the news it would be a minute.
    await eventually(() => sink.fills('news-1').length === 1, { timeoutMs: 10_000 });
  });

  it('does not go on with keys that only the account refuses, nor storms when they are refused later', async () => {
    const venue = new StandInVenue();
    const exchange = new StandInExchange(venue);
    const ask = exchange.fetchOpenOrders.bind(exchange);
    let asked = 0;
    const refuse = (): Promise<never> => {
      asked++;
      return Promise.reject(new AuthenticationError(`bad key ${API_KEY}`));
    };
    exchange.fetchOpenOrders = refuse;
    const broker = new CcxtBroker({
      ...SLOW,
      exchange,
      pollMs: 5,
      timeoutMs: 300,
      horizonMs: 100,
      loginPauseMs: 600_000,
    });
    brokers.push(broker);
    const sink = new RecordingBrokerSink();
    await expect(broker.connect(sink)).rejects.toMatchObject({ code: 'ADAPTER_LOGIN' });
    expect([asked, sink.links]).toEqual([1, []]);
    exchange.fetchOpenOrders = ask;
    await broker.connect(sink);
    exchange.fetchOpenOrders = refuse;
    await eventually(() => !sink.isUp);
    broker.submit(orderOf(broker, 'shut-1'));
    await eventually(() => sink.about('shut-1').length > 0);
    expect([asked, sink.links.length]).toEqual([2, 2]);
    expect(sink.links[1]).toEqual({ up: false, reason: 'bad key ***', code: 'ADAPTER_LOGIN' });
  });

  it('does not go on connecting with keys that are refused', async () => {
    const refusing = Object.assign(new StandInExchange(new StandInVenue()), {
      loadMarkets: () => Promise.reject(new AuthenticationError(`bad key ${API_KEY}`)),
    });
    const broker = new CcxtBroker({ ...SLOW, exchange: refusing, pollMs: 20, timeoutMs: 300, horizonMs: 100 });
    brokers.push(broker);
    const connecting = broker.connect(new RecordingBrokerSink());
    await expect(connecting).rejects.toMatchObject({
      code: 'ADAPTER_LOGIN',
      message: expect.not.stringContaining(API_KEY),
    });
  });
});
