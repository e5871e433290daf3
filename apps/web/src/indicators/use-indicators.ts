import { useEffect, useState } from 'react';
import { asProblem } from '../api/problem.js';
import { note } from '../store/store.js';
import type { PriceChart } from '../panels/price-chart.js';
import { indicatorLines, labelOf, type ChosenIndicator, type IndicatorLibrary } from './indicator-lines.js';

let loading: Promise<IndicatorLibrary> | undefined;

/** The library is large, and not part of what a page needs to open. */
const loadLibrary = (): Promise<IndicatorLibrary> => (loading ??= import('@bourseworks/indicators'));

/** Undefined until it is wanted and there. */
export function useIndicatorLibrary(wanted: boolean): IndicatorLibrary | undefined {
  const [library, setLibrary] = useState<IndicatorLibrary>();
  useEffect(() => {
    if (!wanted) return;
    loadLibrary().then(setLibrary, (error: unknown) => {
      loading = undefined;
      note('warn', 'Indicators could not be loaded', asProblem(error).message);
    });
  }, [wanted]);
  return library;
}

/** Draws what was chosen; one that cannot be worked out is told once, and left out. */
export function useIndicators(
  chart: PriceChart | undefined,
  chosen: readonly ChosenIndicator[],
  lengthMs: number,
): void {
  const library = useIndicatorLibrary(chosen.length > 0);
  // By content: a layout gives another list each time.
  const key = JSON.stringify(chosen);
  useEffect(() => {
    const told = new Set<string>();
    chart?.setIndicators((candles) =>
      (library === undefined ? [] : (JSON.parse(key) as readonly ChosenIndicator[])).flatMap((one) => {
        try {
          return indicatorLines(library as IndicatorLibrary, one, candles, lengthMs);
        } catch (error) {
          const label = labelOf(one);
          if (!told.has(label)) note('warn', `No ${label}`, asProblem(error).message);
          told.add(label);
          return [];
        }
      }),
    );
  }, [chart, library, key, lengthMs]);
}
