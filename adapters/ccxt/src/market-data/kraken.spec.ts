import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FLAG, hasFlag, type Instrument, type MarketDataEvent, type Trade } from '@bourseworks/domain';
import { describeWith, eventually, KrakenStandIn, RecordingStreamSink } from '@bourseworks/testkit';
import { BASE, installedCcxt, TIMES } from '../../test/harness.js';
import { loadExchange } from '../load-ccxt.js';
import { CcxtMarketData } from './ccxt-market-data.js';

/** What ccxt can tell of a trade: its times are milliseconds. */
const told = ({ tradeId, us, price, quantity, aggressor }: Trade): object => ({
  tradeId,
  us: Math.floor(us / 1_000) * 1_000,
  price,
  quantity,
  aggressor,
});

/** The list of a dark pool, which the venue has no more: ccxt takes it for the same market. */
const withoutDarkPool = (text: string): string => text.replace(/"XXBTZUSD\.d":\{[^}]*\},/, '');

describeWith(installedCcxt(), 'Kraken by ccxt itself', () => {
  let venue: KrakenStandIn;
  let adapter: CcxtMarketData;
  let instrument: Instrument;
  beforeEach(async () => {
    venue = await KrakenStandIn.start();
    const urls = { api: { public: venue.url, ws: { publicV2: venue.streamUrl } } };
    const config = { ...BASE, exchange: 'kraken', urls };
    const make = (settings: Readonly<Record<string, unknown>>) => loadExchange(config, settings);
    adapter = await CcxtMarketData.open(config, { make, times: TIMES });
    venue.control({ kind: 'answer', count: 2, change: withoutDarkPool });
    [instrument] = await adapter.instruments();
  });
  afterEach(async () => {
    await adapter.close();
    await venue.close();
  });

  async function trades(fromUs: number, toUs: number): Promise<Trade[]> {
    const events: MarketDataEvent[] = [];
    const part = (items: readonly MarketDataEvent[]): Promise<void> => Promise.resolve(void events.push(...items));
    await adapter.history({ instrument, kind: 'trade', fromUs, toUs }, part, new AbortController().signal);
    return events as Trade[];
  }

  it('is listed in its own steps', () =>
    expect(instrument).toMatchObject({ key: 'kraken/BTC-USD', priceScale: 1, qtyScale: 8, minQuantity: 5_000 }));

  it('tells trades of the past over pages that begin with whole seconds', async () => {
    const past = venue.market.trades;
    const got = await trades(Math.floor(past[0].us / 1_000) * 1_000, past[past.length - 1].us + 1_000_000);
    expect(got.map(told)).toEqual(past.map(told));
  });

  it('refuses what cannot be told apart: a second that fills a page', async () => {
    const past = venue.market.trades;
    const us = Math.floor(past[500].us / 1_000_000) * 1_000_000;
    for (let at = 500; at < 1_700; at++) past[at] = { ...past[at], us: us + (at - 500) };
    await expect(trades(past[400].us, past[2_000].us)).rejects.toMatchObject({ code: 'DATA_FORMAT' });
  });

  it('streams trades without those that the subscription begins with; one that is lost is fetched', async () => {
    const sink = new RecordingStreamSink();
    await adapter.open({ instrument, kind: 'trade' }, sink);
    const first = await venue.publish('trade', 2);
    await eventually(() => sink.items.length === 2);
    venue.control({ kind: 'drop', count: 1 });
    const rest = await venue.publish('trade', 2);
    await eventually(() => sink.items.length === 4 && sink.live);
    expect(sink.items.map((event) => told(event as Trade))).toEqual(
      [...first, ...rest].map((event) => told(event as Trade)),
    );
    expect(sink.items.map((event) => hasFlag(event, FLAG.BACKFILLED))).toEqual([false, false, true, false]);
    expect(sink.states).toEqual(['LIVE', 'GAP_START', 'RESYNCING', 'GAP_END', 'LIVE']);
  });

  it('ends with the last of the quotes that come together', async () => {
    const sink = new RecordingStreamSink();
    await adapter.open({ instrument, kind: 'quote' }, sink);
    const quotes = await venue.publish('quote', 30);
    const { us: _us, ns: _ns, ...last } = quotes[29] as MarketDataEvent & { us: number; ns: number };
    await eventually(() => {
      expect(sink.items.at(-1)).toMatchObject(last);
      return true;
    });
  });
});
