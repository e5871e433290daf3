import { describe, expect, it } from '@jest/globals';
import { addBusinessDays, adjust, type Adjustment, businessDaysBetween, weekdayCalendar } from './calendar.js';
import { formatDay, parseDay } from './day.js';

const calendar = weekdayCalendar([parseDay('2024-05-01')]);

describe('Business days', () => {
  it.each<[string, Adjustment, string]>([
    ['2024-05-01', 'none', '2024-05-01'],
    ['2024-05-01', 'following', '2024-05-02'],
    ['2024-05-01', 'preceding', '2024-04-30'],
    ['2024-05-01', 'modified preceding', '2024-05-02'],
    ['2024-08-31', 'following', '2024-09-02'],
    ['2024-08-31', 'modified following', '2024-08-30'],
    ['2024-08-30', 'modified following', '2024-08-30'],
  ])('%s %s is %s', (from, adjustment, to) => {
    expect(formatDay(adjust(parseDay(from), adjustment, calendar))).toBe(to);
  });

  it('counts them from the first, which counts, to the last, which does not', () => {
    expect(businessDaysBetween(parseDay('2024-04-29'), parseDay('2024-05-06'), calendar)).toBe(4);
    expect(businessDaysBetween(parseDay('2024-05-06'), parseDay('2024-04-29'), calendar)).toBe(-4);
  });

  it('adds them both ways', () => {
    expect(formatDay(addBusinessDays(parseDay('2024-04-30'), 3, calendar))).toBe('2024-05-06');
    expect(formatDay(addBusinessDays(parseDay('2024-05-06'), -3, calendar))).toBe('2024-04-30');
    expect(formatDay(addBusinessDays(parseDay('2024-05-04'), 0, calendar))).toBe('2024-05-06');
  });

  it('gives up on a calendar without business days', () => {
    const never = { isBusinessDay: () => false };
    expect(() => adjust(0, 'following', never)).toThrow(expect.objectContaining({ code: 'PRICING_INPUT' }));
  });
});
