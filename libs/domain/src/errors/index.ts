import { ACCESS } from './access.js';
import { ACTORS } from './actors.js';
import type { ErrorEntry } from './entry.js';
import { INSTRUMENTS } from './instruments.js';
import { MARKET_DATA } from './market-data.js';
import { MESSAGES } from './messages.js';
import { ORDERS } from './orders.js';
import { PORTFOLIO } from './portfolio.js';
import { RESEARCH } from './research.js';
import { RISK } from './risk.js';
import { SAVED } from './saved.js';
import { SOCKETS } from './sockets.js';
import { START } from './start.js';
import { STRATEGIES } from './strategies.js';

export { ERROR_CATEGORIES, type ErrorCategory, type ErrorEntry } from './entry.js';

/**
 * Every code that leaves a process of the platform, in one place; `docs/reference/errors.md` is made from it. Codes are
 * stable: a meaning may be worded better, a code is never reused for something else. Shape: CATEGORY_CONDITION.
 */
export const ERRORS = {
  ...MESSAGES,
  ...INSTRUMENTS,
  ...MARKET_DATA,
  ...ORDERS,
  ...RISK,
  ...PORTFOLIO,
  ...STRATEGIES,
  ...ACTORS,
  ...START,
  ...ACCESS,
  ...SAVED,
  ...SOCKETS,
  ...RESEARCH,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}
