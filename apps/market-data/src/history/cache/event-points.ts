import type { Point } from '@bourseworks/ports';
import { placeOf, type KeptEvent } from './kept-series.js';

/**
 * Events and what is known of the time between them, as points of one series. An event has the microsecond of its place and,
 * instead of its nanosecond, its number among those of that microsecond: several of one nanosecond are all there, in their order.
 *
 * Each microsecond with events says since when nothing else happened (`BACK`) and how many they are (`OF`). What is complete is
 * read off the points themselves, so that no list of it can be right about points that are gone.
 */

/** Of the first event of a microsecond, and of a mark: so many microseconds before it have nothing that is not here. */
const BACK = '.back';
/** Events of its microsecond, where there is more than one. */
const OF = '.of';
/** Of a mark: the venue said that it has nothing there. */
const NONE = '.none';

/** Events of one microsecond that can be kept. */
export const MOST_AT_ONCE = 999;
/** Place of a mark within its microsecond: after all events. */
const MARK = MOST_AT_ONCE;

type Fields = Record<string, number | string>;

/** What is complete from `sinceUs` to the end of the microsecond `us`: the events in it, nothing before them. */
export interface Piece {
  readonly sinceUs: number;
  readonly us: number;
  readonly events: readonly KeptEvent[];
  /** The venue said that it has nothing. */
  readonly isNone: boolean;
}

/** All of an event but its kind and place. */
export function fieldsOf(event: KeptEvent): Fields {
  const fields: Fields = {};
  for (const [name, value] of Object.entries(event) as [string, unknown][]) {
    if (name === 'kind' || name === 'us' || name === 'startUs' || value === undefined) continue;
    if (name === 'ns' && value === 0) continue;
    fields[name] = Array.isArray(value) ? JSON.stringify(value) : (value as number | string);
  }
  return fields;
}

export function eventOf(kind: KeptEvent['kind'], { us, fields }: Point): KeptEvent {
  const event: Record<string, unknown> = kind === 'bar' ? { kind, startUs: us } : { kind, us, ns: 0 };
  for (const [name, value] of Object.entries(fields)) {
    if (name === BACK || name === OF) continue;
    event[name] = name === 'conditions' ? JSON.parse(String(value)) : value;
  }
  return event as unknown as KeptEvent;
}

/** Of at least one event, at most MOST_AT_ONCE, of one microsecond, in their order. */
export function pointsOf(events: readonly KeptEvent[], sinceUs: number): Point[] {
  const us = placeOf(events[0]);
  return events.map((event, ns) => {
    const fields = fieldsOf(event);
    if (ns === 0) fields[BACK] = us - sinceUs;
    if (events.length > 1) fields[OF] = events.length;
    return { us, ns, fields };
  });
}

/** That there is nothing in [sinceUs, toUs); not empty. */
export function markOf(sinceUs: number, toUs: number, isNone: boolean): Point {
  const us = toUs - 1;
  return { us, ns: MARK, fields: { [BACK]: us - sinceUs, ...(isNone ? { [NONE]: 1 } : {}) } };
}

/** The first point of a series at or after a time, as what is complete before it; undefined when it does not tell. */
export function beforePoint({ us, fields }: Point): Omit<Piece, 'events' | 'us'> | undefined {
  const back = fields[BACK];
  return typeof back === 'number' ? { sinceUs: us - back, isNone: NONE in fields } : undefined;
}

/** Points in their order as pieces. A microsecond some of whose events are missing is none. */
export class Pieces {
  private group: Point[] = [];
  private lacking = false;

  constructor(private readonly kind: KeptEvent['kind']) {}

  /** Whether since the last call there was a microsecond some of whose events are missing. */
  takeLacking(): boolean {
    const { lacking } = this;
    this.lacking = false;
    return lacking;
  }

  *take(points: readonly Point[]): Generator<Piece> {
    for (const point of points) {
      if (this.group.length > 0 && this.group[0].us !== point.us) yield* this.end();
      this.group.push(point);
    }
  }

  /** Of the last points: none of their microsecond follow. */
  *end(): Generator<Piece> {
    const group = this.group;
    this.group = [];
    const events = group.filter(({ ns }) => ns !== MARK);
    const first = events[0];
    if (first !== undefined) {
      const before = isWhole(events) ? beforePoint(first) : undefined;
      if (before === undefined) this.lacking = true;
      else yield { ...before, us: first.us, events: events.map((point) => eventOf(this.kind, point)) };
    }
    for (const mark of group.slice(events.length)) {
      const before = beforePoint(mark);
      if (before !== undefined) yield { ...before, us: mark.us, events: [] };
    }
  }
}

/** Whether the events of a microsecond are all that it had, the first of them first. */
function isWhole(events: readonly Point[]): boolean {
  return events.every(({ ns, fields }, index) => ns === index && (fields[OF] ?? 1) === events.length);
}
