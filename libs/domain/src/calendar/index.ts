export { dateOf, dayOfDate, LocalTime, minutesOf, WEEKDAYS, weekdayOf, type Weekday } from './local-time.js';
export {
  MarketCalendar,
  type CalendarRules,
  type Session,
  type SessionHours,
  type SessionPhase,
} from './market-calendar.js';
