export type TimeZoneChoice = 'utc' | 'local';

function formatter(options: Intl.DateTimeFormatOptions): Record<TimeZoneChoice, Intl.DateTimeFormat> {
  return {
    utc: new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }),
    local: new Intl.DateTimeFormat('en-GB', options),
  };
}

const clock = formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = formatter({ day: '2-digit', month: 'short' });
const minute = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

export const timeOfDay = (ms: number, zone: TimeZoneChoice): string => clock[zone].format(ms);
export const hourAndMinute = (ms: number, zone: TimeZoneChoice): string => minute[zone].format(ms);
export const dayOf = (ms: number, zone: TimeZoneChoice): string => day[zone].format(ms);

/** With the day only where it is not today's. */
export function moment(ms: number, zone: TimeZoneChoice, now = Date.now()): string {
  const today = dayOf(now, zone) === dayOf(ms, zone);
  return today ? timeOfDay(ms, zone) : `${dayOf(ms, zone)} ${timeOfDay(ms, zone)}`;
}

export function zoneName(zone: TimeZoneChoice): string {
  if (zone === 'utc') return 'UTC';
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'Local';
}

export function since(ms: number, now = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - ms) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d`;
}
