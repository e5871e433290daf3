import { expect, it } from '@jest/globals';
import { US_PER_DAY, US_PER_MINUTE, type Bar, type StreamKind } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { ask } from '../test/recorded.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;
const OCTOBER_7 = us('2013-10-07T04:00Z');
const DAYS = ['2013-10-04', '2013-10-07', '2013-10-08', '2013-10-09', '2013-10-10', '2013-10-11'];

async function bars(key: string, kind: StreamKind, fromUs = 0, toUs = us('2022-01-01')): Promise<Bar[]> {
  const { events, error } = await ask({ dataRoot: data(), key, kind, fromUs, toUs });
  expect(error).toBeUndefined();
  return events as Bar[];
}

type Ohlcv = readonly [open: number, high: number, low: number, close: number, volume: number];
const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;

const valuesOf = (bar: Bar): Ohlcv => [bar.open, bar.high, bar.low, bar.close, bar.volume];

/** What bars are together. */
function together(parts: readonly Bar[]): Ohlcv {
  return [
    parts[0].open,
    Math.max(...parts.map((bar) => bar.high)),
    Math.min(...parts.map((bar) => bar.low)),
    parts[parts.length - 1].close,
    parts.reduce((sum, bar) => sum + bar.volume, 0),
  ];
}

/** The fields in which the parts of a bar make another than it is. */
function differences(whole: readonly Bar[], parts: readonly Bar[]): string[] {
  let at = 0;
  return whole.flatMap((bar) => {
    while (at < parts.length && parts[at].startUs < bar.startUs) at++;
    const from = at;
    while (at < parts.length && parts[at].endUs <= bar.endUs) at++;
    const made = together(parts.slice(from, at));
    const time = new Date(bar.startUs / 1_000).toISOString();
    return valuesOf(bar).flatMap((value, field) =>
      value === made[field] ? [] : [`${time.slice(0, 16)} ${FIELDS[field]} ${made[field]} for ${value}`],
    );
  });
}

const inPrice = (found: readonly string[]): string[] => found.filter((text) => !text.includes('volume'));

describeWithData('bars made of finer ones', ['lean-data'], () => {
  it('IBM: seconds make minutes, but for the official prices of the first and the last regular one', async () => {
    const minutes = await bars('usa/IBM', 'bar-1m', OCTOBER_7, OCTOBER_7 + US_PER_DAY);
    const seconds = await bars('usa/IBM', 'bar-1s', OCTOBER_7, OCTOBER_7 + US_PER_DAY);
    expect([minutes.length, seconds.length]).toEqual([453, 5_123]);
    expect(new Set(seconds.map(({ startUs }) => Math.floor(startUs / US_PER_MINUTE))).size).toBe(453);
    const found = differences(minutes, seconds);
    expect(inPrice(found)).toEqual([
      '2013-10-07T13:30 open 1819000 for 1820000',
      '2013-10-07T19:59 close 1820000 for 1820100',
    ]);
    expect(found.length - inPrice(found).length).toBe(113);
  });

  it('SPY: seconds make every minute in price', async () => {
    const minutes = await bars('usa/SPY', 'bar-1m', OCTOBER_7, OCTOBER_7 + US_PER_DAY);
    const found = differences(minutes, await bars('usa/SPY', 'bar-1s', OCTOBER_7, OCTOBER_7 + US_PER_DAY));
    expect([minutes.length, inPrice(found), found.length]).toEqual([828, [], 58]);
  });

  const differsAt = (found: readonly string[]): string[] =>
    found.map((text) => `${text.slice(0, 10)} ${text.split(' ')[1]}`);

  it('IBM: regular minutes make the days, but for a few highs and a low, and volume of the auctions', async () => {
    const days = await bars('usa/IBM', 'bar-1d', us('2013-10-04'), us('2013-10-12'));
    expect(days.map(({ startUs }) => new Date(startUs / 1_000).toISOString())).toEqual(
      DAYS.map((date) => `${date}T13:30:00.000Z`),
    );
    const found = differences(days, await bars('usa/IBM', 'bar-1m', us('2013-10-04'), us('2013-10-12')));
    expect(differsAt(inPrice(found))).toEqual([
      '2013-10-04 high',
      '2013-10-08 high',
      '2013-10-09 high',
      '2013-10-09 low',
    ]);
    const volumes = found.filter((text) => text.includes('volume'));
    expect(differsAt(volumes)).toEqual(DAYS.filter((date) => date !== '2013-10-09').map((date) => `${date} volume`));
    for (const text of volumes) {
      const [made, whole] =
        text
          .match(/\d+ for \d+/)?.[0]
          .split(' for ')
          .map(Number) ?? [];
      expect(whole).toBeGreaterThan(made);
    }
  });

  it('SPY: regular minutes make the days, but for one low', async () => {
    const days = await bars('usa/SPY', 'bar-1d', us('2013-10-04'), us('2013-10-12'));
    const minutes = await bars('usa/SPY', 'bar-1m', us('2013-10-04'), us('2013-10-12'));
    expect(differences(days, minutes)).toEqual(['2013-10-08T13:30 low 1653600 for 1653700']);
  });

  it('SPY: hours make all 5 849 days from 1998 to 2021 in every field; those that end early end early here', async () => {
    const days = await bars('usa/SPY', 'bar-1d');
    const hours = await bars('usa/SPY', 'bar-1h');
    // The first hour is told as 09:00, though nothing regular trades in its first half.
    const byDay = new Map<number, Bar[]>();
    for (const hour of hours) {
      const day = Math.floor(hour.startUs / US_PER_DAY);
      byDay.set(day, [...(byDay.get(day) ?? []), hour]);
    }
    expect([days.length, byDay.size]).toEqual([5_849, 5_849]);
    for (const day of days)
      expect(together(byDay.get(Math.floor(day.startUs / US_PER_DAY)) ?? [])).toEqual(valuesOf(day));
    const length = (day: Bar): number => (day.endUs - day.startUs) / US_PER_MINUTE;
    const ends = new Map<number, number>();
    for (const day of days) ends.set(length(day), (ends.get(length(day)) ?? 0) + 1);
    expect([...ends.keys()].toSorted((a, b) => a - b)).toEqual(expect.arrayContaining([210, 390]));
    const early = days.find((day) => day.startUs > us('2013-11-29') && day.startUs < us('2013-11-30'));
    expect(early).toMatchObject({ startUs: us('2013-11-29T14:30Z'), endUs: us('2013-11-29T18:00Z') });
  });
});
