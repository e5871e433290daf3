import { wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { CalendarClock, type CalendarWindow } from '../rolling/calendar-clock.js';
import { PIVOT_FORMULA, PIVOT_KIND, PIVOT_OUTPUTS, PivotLevels, type PivotKind } from '../rolling/pivot-levels.js';

/** Stretches of which pivot points are made. */
export type PivotWindow = Exclude<CalendarWindow, 'start'>;

/** Supports and resistances of the hour, day, week, month or year before, as far as it was told. */
export class PivotPoints extends Indicator {
  private readonly clock: CalendarClock;
  private readonly levels: PivotLevels;
  private open = NaN;
  private high = NaN;
  private low = NaN;
  private close = NaN;

  constructor(window: PivotWindow = 'month', kind: PivotKind = 'classic') {
    super('pivot-points', [window, kind]);
    this.clock = new CalendarClock(window);
    this.levels = new PivotLevels(kind);
  }

  get ready(): boolean {
    return this.levels.ready;
  }

  get value(): number {
    return this.levels.pivot;
  }

  get pivot(): number {
    return this.levels.pivot;
  }

  get r1(): number {
    return this.levels.r1;
  }

  get r2(): number {
    return this.levels.r2;
  }

  get r3(): number {
    return this.levels.r3;
  }

  get r4(): number {
    return this.levels.r4;
  }

  get s1(): number {
    return this.levels.s1;
  }

  get s2(): number {
    return this.levels.s2;
  }

  get s3(): number {
    return this.levels.s3;
  }

  get s4(): number {
    return this.levels.s4;
  }

  update(open: number, high: number, low: number, close: number, time: number): number {
    if (!Number.isFinite(open + high + low + close + time)) return this.value;
    if (this.clock.begins(time)) {
      if (!Number.isNaN(this.close)) this.levels.set(this.open, this.high, this.low, this.close, open);
      this.open = open;
      this.high = high;
      this.low = low;
    } else {
      this.high = Math.max(this.high, high);
      this.low = Math.min(this.low, low);
    }
    this.close = close;
    return this.value;
  }
}

export const pivotPoints: Definition = {
  name: 'pivot-points',
  title: 'Pivot points',
  group: 'overlap',
  inputs: ['open', 'high', 'low', 'close', 'time'],
  parameters: [
    {
      name: 'window',
      title: 'stretch of the calendar (UTC) of which they are',
      kind: 'choice',
      choices: ['hour', 'day', 'week', 'month', 'year'],
      default: 'month',
    },
    PIVOT_KIND,
  ],
  outputs: PIVOT_OUTPUTS,
  formula: PIVOT_FORMULA,
  source: 'Skender PivotPoints',
  warmup: () => undefined,
  create: (parameters) =>
    new PivotPoints(wordOf<PivotWindow>(parameters, 'window'), wordOf<PivotKind>(parameters, 'kind')),
};
