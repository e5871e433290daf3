import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { trading } from '../api/trading.js';
import type { PanelProps } from '../layout/dock.js';
import { MINUTE_MS, type Candle } from '../market/bar-series.js';
import { sameSymbol, type SymbolRef } from '../market/address.js';
import { useOpenStream } from '../market/use-stream.js';
import { useAccountFills, useInstrument, useOpenOrders } from '../store/selectors.js';
import { note, useApp } from '../store/store.js';
import { asProblem } from '../api/problem.js';
import { readChosen, type ChosenIndicator } from '../indicators/indicator-lines.js';
import { IndicatorsDialog } from '../indicators/indicators-dialog.js';
import { useIndicators } from '../indicators/use-indicators.js';
import { LiveBars } from './live-bars.js';
import { LinkPicker, usePanelSymbol, useParameter } from './panel-symbol.js';
import { PriceChart } from './price-chart.js';
import { InstrumentFinder } from './instrument-finder.js';
import { StreamBadge } from './stream-badge.js';

const INTERVALS: readonly { readonly name: string; readonly minutes: number }[] = [
  { name: '1m', minutes: 1 },
  { name: '5m', minutes: 5 },
  { name: '15m', minutes: 15 },
  { name: '1h', minutes: 60 },
];

/** Candles to look back at; the gateway gives at most 5 000 bars of a minute at once. */
const CANDLES = 800;
const MOST_MINUTES = 5_000;

function Intervals({ minutes, onChange }: { readonly minutes: number; readonly onChange: (next: number) => void }) {
  return (
    <div className="segments" role="radiogroup" aria-label="Interval">
      {INTERVALS.map(({ name, minutes: length }) => (
        <button
          key={name}
          type="button"
          role="radio"
          aria-checked={length === minutes}
          onClick={() => onChange(length)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

interface ChartRefs {
  readonly holder: RefObject<HTMLDivElement | null>;
  readonly legend: RefObject<HTMLDivElement | null>;
  /** Names of the indicators among the candles. */
  readonly names: RefObject<HTMLDivElement | null>;
}

interface ChartInput {
  readonly symbol: SymbolRef | undefined;
  readonly minutes: number;
  readonly decimals: number;
}

/** The chart lives outside of React: made once, told what changed. */
function useChart(
  { holder, legend, names }: ChartRefs,
  { symbol, minutes, decimals }: ChartInput,
): PriceChart | undefined {
  const [chart, setChart] = useState<PriceChart>();
  const theme = useApp(({ desk }) => desk.theme);
  const zone = useApp(({ desk }) => desk.zone);
  const { venue = '', symbol: name = '' } = symbol ?? {};

  useEffect(() => {
    if (!holder.current || !legend.current || !names.current) return undefined;
    const made = new PriceChart(holder.current, legend.current, names.current);
    setChart(made);
    return () => made.remove();
  }, [holder, legend, names]);

  useEffect(() => chart?.paint(zone), [chart, theme, zone]);
  useEffect(() => chart?.setDecimals(decimals), [chart, decimals]);

  const bars = useMemo(() => (name === '' ? undefined : new LiveBars({ venue, symbol: name })), [venue, name]);
  useEffect(() => {
    if (!bars) return undefined;
    const ask = async (limit: number) => (await trading.bars({ ...bars.symbol, kind: 'bar-1m', limit })).bars;
    bars.open(ask, (error) => note('warn', `No history of ${bars.symbol.symbol}`, asProblem(error).message));
    return () => bars.close();
  }, [bars]);

  useEffect(() => {
    if (!bars || !chart) return undefined;
    const length = minutes * MINUTE_MS;
    const all = () => chart.setCandles(bars.series.all(length));
    all();
    bars.want(Math.min(CANDLES * minutes, MOST_MINUTES));
    chart.fit();
    return bars.onChange((what) => {
      if (what === 'all') all();
      else chart.update(bars.series.last(length) as Candle);
    });
  }, [chart, bars, minutes]);
  return chart;
}

function useOverlays(chart: PriceChart | undefined, symbol: SymbolRef | undefined, minutes: number): void {
  const fills = useAccountFills();
  const orders = useOpenOrders();
  const theme = useApp(({ desk }) => desk.theme);
  useEffect(() => {
    chart?.setFills(
      fills.filter((fill) => sameSymbol(fill, symbol)),
      minutes * MINUTE_MS,
    );
  }, [chart, fills, symbol, minutes, theme]);
  useEffect(() => {
    chart?.setOrders(orders.filter((order) => sameSymbol(order, symbol)));
  }, [chart, orders, symbol, theme]);
}

export function ChartPanel(props: PanelProps) {
  const linked = usePanelSymbol(props);
  const { symbol } = linked;
  const [minutes = 1, setMinutes] = useParameter<number>(props, 'minutes');
  const [stored, setStored] = useParameter<readonly ChosenIndicator[]>(props, 'indicators');
  const chosen = readChosen(stored);
  const [isChoosing, setChoosing] = useState(false);
  const instrument = useInstrument(symbol);
  const holder = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLDivElement>(null);
  const names = useRef<HTMLDivElement>(null);
  useOpenStream(symbol, 'trade');
  useOpenStream(symbol, 'bar-1m');
  const chart = useChart({ holder, legend, names }, { symbol, minutes, decimals: instrument?.priceScale ?? 2 });
  useOverlays(chart, symbol, minutes);
  useIndicators(chart, chosen, minutes * MINUTE_MS);
  return (
    <div className="panel" data-testid="chart-panel">
      <div className="panel__bar">
        <LinkPicker {...linked} />
        <span className="panel__symbol">{symbol?.symbol}</span>
        <Intervals minutes={minutes} onChange={setMinutes} />
        <button type="button" className="button button--small" onClick={() => setChoosing(true)}>
          Indicators
        </button>
        <StreamBadge symbol={symbol} kind="trade" />
        <span className="space" />
        <InstrumentFinder
          label="Go to instrument"
          onPick={(one) => linked.choose({ venue: one.venue, symbol: one.symbol })}
        />
      </div>
      {isChoosing && <IndicatorsDialog chosen={chosen} onChange={setStored} onClose={() => setChoosing(false)} />}
      <div className="panel__body">
        <div className="chart" ref={holder} role="img" aria-label={`Candles of ${symbol?.symbol ?? 'no instrument'}`} />
        <div className="chart__legend" ref={legend} />
        <div className="chart__legend chart__legend--indicators" ref={names} />
        <a className="chart__credit" href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          Charts by TradingView
        </a>
      </div>
    </div>
  );
}
