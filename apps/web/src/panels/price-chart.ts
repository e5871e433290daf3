import {
  CandlestickSeries,
  ColorType,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  HistogramSeries,
  LineSeries,
  LineStyle,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type MouseEventParams,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { FillView, OrderView } from '@bourseworks/dto/shapes';
import { price as priceText, quantity, size } from '../lib/format.js';
import { dayOf, hourAndMinute, type TimeZoneChoice } from '../lib/time.js';
import type { IndicatorLine } from '../indicators/indicator-lines.js';
import type { Candle } from '../market/bar-series.js';

/** Fills that are looked at for signs. */
const MAX_FILLS = 1_000;

/** Lines of indicators take these in turn. */
const LINE_COLOURS = ['accent', 'warn', 'up', 'down', 'text-2'] as const;

export type Indicators = (candles: readonly Candle[]) => readonly IndicatorLine[];

const secondsOf = (ms: number) => Math.floor(ms / 1_000) as UTCTimestamp;
const msOf = (time: Time) => (time as number) * 1_000;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The library's chart, with our colours, legend, fills and working orders. */
export class PriceChart {
  private readonly chart: IChartApi;
  private readonly candles: ISeriesApi<'Candlestick'>;
  private readonly volume: ISeriesApi<'Histogram'>;
  private readonly markers: ISeriesMarkersPluginApi<Time>;
  private lines: IPriceLine[] = [];
  private linesOf = '';
  private shown: readonly Candle[] = [];
  private fills: readonly FillView[] = [];
  private length = 1;
  private upBar = '';
  private downBar = '';
  private last: Candle | undefined;
  private decimals = 2;
  private zone: TimeZoneChoice = 'utc';
  private pointed: Time | undefined;
  private indicators: Indicators = () => [];
  private drawn: readonly { readonly id: string; readonly series: ISeriesApi<'Line'> }[] = [];

  constructor(
    holder: HTMLElement,
    private readonly legend: HTMLElement,
    private readonly names: HTMLElement,
  ) {
    this.chart = createChart(holder, {
      autoSize: true,
      // Its logo brings inline styles; the link that its licence asks for is in the panel.
      layout: { attributionLogo: false, fontFamily: 'Inter, system-ui, sans-serif', fontSize: 11 },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.1, bottom: 0.2 } },
      timeScale: { borderVisible: false, timeVisible: true, secondsVisible: false, rightOffset: 6, barSpacing: 7 },
    });
    this.candles = this.chart.addSeries(CandlestickSeries, { borderVisible: false });
    this.volume = this.chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.markers = createSeriesMarkers(this.candles, []);
    this.chart.subscribeCrosshairMove((event) => this.point(event));
    this.paint('utc');
  }

  remove(): void {
    this.chart.remove();
  }

  paint(zone: TimeZoneChoice): void {
    this.zone = zone;
    const lines = colour('line');
    this.chart.applyOptions({
      layout: { background: { type: ColorType.Solid, color: colour('bg-1') }, textColor: colour('text-3') },
      grid: { vertLines: { color: lines }, horzLines: { color: lines } },
      crosshair: {
        vertLine: { color: colour('line-strong'), labelBackgroundColor: colour('bg-4') },
        horzLine: { color: colour('line-strong'), labelBackgroundColor: colour('bg-4') },
      },
      localization: { timeFormatter: (time: Time) => `${dayOf(msOf(time), zone)} ${hourAndMinute(msOf(time), zone)}` },
      timeScale: {
        // 3 and 4: within a day; below that the day itself has changed.
        tickMarkFormatter: (time: Time, kind: number) =>
          kind >= 3 ? hourAndMinute(msOf(time), zone) : dayOf(msOf(time), zone),
      },
    });
    const [up, down] = [colour('up'), colour('down')];
    this.upBar = colour('up-bar');
    this.downBar = colour('down-bar');
    this.candles.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
    for (const [index, { series }] of this.drawn.entries())
      series.applyOptions({ color: colour(LINE_COLOURS[index % LINE_COLOURS.length]) });
    this.setCandles(this.shown);
  }

  setDecimals(decimals: number): void {
    this.decimals = decimals;
    this.candles.applyOptions({ priceFormat: { type: 'price', precision: decimals, minMove: 10 ** -decimals } });
    this.chart.applyOptions({ localization: { priceFormatter: (value: number) => priceText(value, this.decimals) } });
    this.writeLegend();
  }

  setCandles(candles: readonly Candle[]): void {
    this.shown = candles;
    this.candles.setData(candles.map((candle) => ({ ...candle, time: secondsOf(candle.start) })));
    this.volume.setData(candles.map((candle) => this.volumeOf(candle)));
    this.last = candles.at(-1);
    this.drawFills();
    this.drawIndicators();
    this.writeLegend();
  }

  update(candle: Candle): void {
    this.candles.update({ ...candle, time: secondsOf(candle.start) });
    this.volume.update(this.volumeOf(candle));
    this.last = candle;
    this.drawIndicators();
    if (this.pointed === undefined) this.writeLegend();
  }

  /** The newest hundred or so at a readable width. */
  fit(): void {
    this.chart.timeScale().applyOptions({ barSpacing: 7 });
    this.chart.timeScale().scrollToRealTime();
  }

  /** What is drawn over the candles; asked again whenever these change. */
  setIndicators(indicators: Indicators): void {
    this.indicators = indicators;
    this.drawIndicators();
  }

  private drawIndicators(): void {
    const { shown, last } = this;
    const isLater = last !== undefined && last.start > (shown.at(-1)?.start ?? -1);
    const before = isLater ? shown : shown.slice(0, -1);
    const lines = this.indicators(last === undefined ? [] : [...before, last]);
    if (lines.map(({ id }) => id).join() !== this.drawn.map(({ id }) => id).join()) this.addLines(lines);
    for (const [index, { points }] of lines.entries())
      this.drawn[index].series.setData(points.map(({ start, value }) => ({ time: secondsOf(start), value })));
  }

  /** Each pane stands below those before it, in the order of their first line. */
  private addLines(lines: readonly IndicatorLine[]): void {
    for (const { series } of this.drawn) this.chart.removeSeries(series);
    const panes = ['price', ...new Set(lines.map(({ pane }) => pane).filter((pane) => pane !== 'price'))];
    this.nameLines(lines);
    this.drawn = lines.map(({ id, title, pane, isMain }, index) => {
      const options = {
        // Among the prices a title on the axis would lie on the candles.
        title: isMain && pane !== 'price' ? title : '',
        lastValueVisible: isMain,
        color: colour(LINE_COLOURS[index % LINE_COLOURS.length]),
        lineWidth: 1,
        priceLineVisible: false,
        crosshairMarkerVisible: false,
      } as const;
      return { id, series: this.chart.addSeries(LineSeries, options, panes.indexOf(pane)) };
    });
  }

  /** Those among the prices, in the colour of their main line. */
  private nameLines(lines: readonly IndicatorLine[]): void {
    const names = lines.flatMap(({ title, pane, isMain }, index) => {
      if (!isMain || pane !== 'price') return [];
      const name = document.createElement('span');
      name.textContent = title;
      name.dataset['colour'] = LINE_COLOURS[index % LINE_COLOURS.length];
      return [name];
    });
    this.names.replaceChildren(...names);
  }

  /** One sign for each bar and side: a busy strategy would cover the candles with arrows. */
  setFills(fills: readonly FillView[], length: number): void {
    this.fills = fills.slice(0, MAX_FILLS);
    this.length = length;
    this.drawFills();
  }

  private drawFills(): void {
    const { fills, length } = this;
    // The library would heap those from before the first candle on it.
    const first = this.shown[0]?.start ?? Number.POSITIVE_INFINITY;
    const marks = new Map<string, SeriesMarker<Time>>();
    for (const fill of fills) {
      const start = Math.floor(fill.time / length) * length;
      if (start < first) continue;
      const isBuy = fill.side === 'BUY';
      const time = secondsOf(start);
      marks.set(`${time} ${fill.side}`, {
        time,
        position: isBuy ? 'belowBar' : 'aboveBar',
        shape: isBuy ? 'arrowUp' : 'arrowDown',
        color: colour(isBuy ? 'accent' : 'warn'),
        size: 0.7,
      });
    }
    this.markers.setMarkers([...marks.values()].toSorted((a, b) => (a.time as number) - (b.time as number)));
  }

  setOrders(orders: readonly OrderView[]): void {
    const [up, down] = [colour('up'), colour('down')];
    // Orders of all instruments come by; lines are made anew only when there is something to see.
    const key = orders.map(({ side, price, leavesQty }) => `${side} ${price} ${leavesQty}`).join() + up;
    if (key === this.linesOf) return;
    this.linesOf = key;
    for (const line of this.lines) this.candles.removePriceLine(line);
    this.lines = orders
      .filter(({ price }) => price !== undefined)
      .slice(0, 40)
      .map(({ price, side, leavesQty }) =>
        this.candles.createPriceLine({
          price: Number(price),
          color: side === 'BUY' ? up : down,
          lineWidth: 1,
          lineStyle: LineStyle.Dashed,
          axisLabelVisible: true,
          title: `${side === 'BUY' ? 'Buy' : 'Sell'} ${quantity(leavesQty)}`,
        }),
      );
  }

  private volumeOf(candle: Candle) {
    const isUp = candle.close >= candle.open;
    return { time: secondsOf(candle.start), value: candle.volume, color: isUp ? this.upBar : this.downBar };
  }

  private point({ time }: MouseEventParams): void {
    this.pointed = time;
    this.writeLegend();
  }

  private writeLegend(): void {
    const { pointed } = this;
    const candle = pointed === undefined ? this.last : this.shown.find(({ start }) => secondsOf(start) === pointed);
    const shown = candle ?? this.last;
    this.legend.replaceChildren(...(shown ? this.legendOf(shown) : []));
  }

  private legendOf({ start, open, high, low, close, volume }: Candle): HTMLElement[] {
    const text = (value: number) => priceText(value, this.decimals);
    const tone = close >= open ? 'up' : 'down';
    const change = `${close >= open ? '+' : '\u2212'}${Math.abs((close / open - 1) * 100).toFixed(2)}%`;
    const parts: [string, string, string?][] = [
      ['', `${dayOf(start, this.zone)} ${hourAndMinute(start, this.zone)}`],
      ['O', text(open), tone],
      ['H', text(high), tone],
      ['L', text(low), tone],
      ['C', text(close), tone],
      ['', change, tone],
      ['Vol', size(volume)],
    ];
    return parts.map(([name, value, className = 'muted']) => {
      const span = document.createElement('span');
      const label = document.createElement('b');
      label.textContent = name;
      const figure = document.createElement('span');
      figure.className = className;
      figure.textContent = value;
      span.append(label, figure);
      return span;
    });
  }
}
