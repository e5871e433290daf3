import { WEEKDAYS } from '@bourseworks/domain';
import {
  CROSSING_MODES,
  MAX_RATE_COUNT,
  RESTRICTIONS,
  RISK_SCOPES,
  SELF_TRADE_MODES,
  SHORT_SALES,
} from './risk-config.js';

/**
 * What a field of the file form may hold. The validator, the JSON Schema and the reference table are all read from these.
 * `amount` is a decimal text that is not negative.
 */
export type Field = { readonly note?: string; readonly required?: boolean } & (
  | { readonly kind: 'amount' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'text'; readonly pattern: RegExp; readonly what: string }
  | { readonly kind: 'zone' }
  | { readonly kind: 'list'; readonly of: Field; readonly max: number; readonly min: number }
  | { readonly kind: 'table'; readonly key: RegExp; readonly what: string; readonly of: Field; readonly max: number }
  | { readonly kind: 'object'; readonly fields: Fields }
);
export type Fields = Readonly<Record<string, Field>>;

const DAY_US = 86_400_000_000;
const BPS: Field = { kind: 'integer', min: 1, max: 10_000, required: true };
const WINDOW: Field = { kind: 'integer', min: 1, max: DAY_US, required: true };
const RATE: Fields = { count: { kind: 'integer', min: 1, max: MAX_RATE_COUNT, required: true }, windowUs: WINDOW };
const CLOCK: Field = {
  kind: 'text',
  pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
  what: 'a time of the day, HH:MM',
  required: true,
};
const KEY_PATTERN = /^[^/\s]{1,64}\/\S{1,128}$/;
const KEY: Field = { kind: 'text', pattern: KEY_PATTERN, what: 'an instrument, venue/symbol' };
const LOSS: Fields = { reduceAt: { kind: 'amount' }, haltAt: { kind: 'amount' } };

/** Limits that count over all instruments of a scope: a rule narrowed to one instrument cannot have them. */
export const WIDE_LIMITS = [
  'maxOpenOrders',
  'orderRate',
  'replaceRate',
  'messageRate',
  'buyingPower',
  'maxGrossNotional',
  'maxNetNotional',
  'dailyLoss',
  'drawdown',
  'repeatedExecution',
  'messageTradeRatio',
] as const;

/** Limits of a single kind of scope. */
export const SCOPED_LIMITS: Readonly<Record<string, readonly string[]>> = {
  buyingPower: ['account'],
  maxConcentrationBps: ['firm', 'account'],
  dailyLoss: ['firm', 'account', 'strategy'],
  drawdown: ['firm', 'account', 'strategy'],
  repeatedExecution: ['strategy'],
  messageTradeRatio: ['strategy'],
};

export const RULE_FIELDS: Fields = {
  scope: { kind: 'choice', of: RISK_SCOPES, required: true },
  id: { kind: 'text', pattern: /^\S(.{0,198}\S)?$/u, what: 'an id (firm: all)', required: true },
  symbol: { ...KEY, note: 'Narrows the rule to one instrument.' },
  maxOrderQuantity: { kind: 'amount', note: 'Quantity of one order.' },
  maxOrderNotional: { kind: 'amount', note: 'Notional of one order; market orders at the edge of the collar.' },
  maxVolumeShareBps: {
    kind: 'integer',
    min: 1,
    max: 10_000,
    note: 'Quantity of one order as a share of the average daily volume.',
  },
  priceCollar: {
    kind: 'object',
    fields: { bps: BPS, maxAgeUs: { ...WINDOW, required: false } },
    note: 'Distance of a limit price from the reference, which is not to be older than maxAgeUs.',
  },
  priceWindow: {
    kind: 'object',
    fields: { bps: BPS, windowUs: WINDOW },
    note: 'Distance from the lowest (buy) or highest (sell) reference of the window.',
  },
  staleData: {
    kind: 'object',
    fields: { maxAgeUs: WINDOW },
    note: 'Opening orders need a fresh quote, not locked, crossed or gapped.',
  },
  hours: {
    kind: 'object',
    fields: {
      timeZone: { kind: 'zone', required: true },
      open: CLOCK,
      close: CLOCK,
      days: { kind: 'list', of: { kind: 'choice', of: WEEKDAYS }, min: 1, max: 7, required: true },
      holidays: {
        kind: 'list',
        of: { kind: 'text', pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, what: 'a date, YYYY-MM-DD' },
        min: 0,
        max: 1_000,
      },
    },
    note: 'When orders are taken.',
  },
  maxPosition: { kind: 'amount', note: 'Position with all open orders, long or short, per instrument.' },
  maxLong: { kind: 'amount', note: 'As maxPosition, long only.' },
  maxShort: { kind: 'amount', note: 'As maxPosition, short only.' },
  maxOpenOrders: { kind: 'integer', min: 0, max: 1_000_000, note: 'Orders that are open at a time.' },
  orderRate: { kind: 'object', fields: RATE, note: 'New orders in any window.' },
  replaceRate: { kind: 'object', fields: RATE, note: 'Replaces in any window.' },
  messageRate: { kind: 'object', fields: RATE, note: 'Orders, replaces and cancels in any window.' },
  duplicate: { kind: 'object', fields: { windowUs: WINDOW }, note: 'The same order again within the window.' },
  restricted: { kind: 'choice', of: RESTRICTIONS, note: 'No orders of this side.' },
  shortSale: { kind: 'choice', of: SHORT_SALES, note: 'Sales beyond the long position.' },
  buyingPower: {
    kind: 'object',
    fields: {
      model: { kind: 'choice', of: ['CASH', 'MARGIN'], required: true },
      credit: { kind: 'amount' },
      feeBps: { kind: 'integer', min: 0, max: 10_000 },
      initialMarginBps: { kind: 'integer', min: 1, max: 100_000 },
    },
    note: 'Cost or initial margin within cash or equity, and credit.',
  },
  maxGrossNotional: { kind: 'amount', note: 'Held and reserved notional.' },
  maxNetNotional: { kind: 'amount', note: 'Long less short, with the open orders of the side.' },
  maxConcentrationBps: {
    kind: 'integer',
    min: 1,
    max: 1_000_000,
    note: 'Held and reserved notional of one instrument as a share of the equity.',
  },
  dailyLoss: { kind: 'object', fields: LOSS, note: 'Loss since the start of the day: REDUCING, then HALTED.' },
  drawdown: { kind: 'object', fields: LOSS, note: 'Loss since the highest equity: REDUCING, then HALTED.' },
  repeatedExecution: { kind: 'object', fields: RATE, note: 'Executions in any window; more disable the strategy.' },
  messageTradeRatio: {
    kind: 'object',
    fields: {
      ratio: { kind: 'integer', min: 1, max: 1_000_000, required: true },
      minMessages: { kind: 'integer', min: 1, max: 1_000_000_000, required: true },
    },
    note: 'Messages for each execution of a day; more disable the strategy.',
  },
};

const MAX_RULES = 10_000;
const MAX_ACCOUNTS = 10_000;
const ID: Field = { kind: 'text', pattern: /^\S(.{0,198}\S)?$/u, what: 'an id', required: true };
const SELF_TRADE_MODE: Fields = { mode: { kind: 'choice', of: SELF_TRADE_MODES } };
const CROSSING: Fields = {
  mode: { kind: 'choice', of: CROSSING_MODES },
  holdUs: { kind: 'integer', min: 0, max: 60_000_000 },
  maxQuoteAgeUs: { kind: 'integer', min: 1, max: 3_600_000_000 },
};
const accounts = (fields: Fields): Field => ({
  kind: 'list',
  of: { kind: 'object', fields: { id: ID, ...fields } },
  min: 0,
  max: MAX_ACCOUNTS,
});
const CURRENCY = /^[A-Z0-9]{2,12}$/;

export const CONFIG_FIELDS: Fields = {
  version: { kind: 'integer', min: 1, max: Number.MAX_SAFE_INTEGER, required: true },
  rules: { kind: 'list', of: { kind: 'object', fields: RULE_FIELDS }, min: 0, max: MAX_RULES, required: true },
  currency: { kind: 'text', pattern: CURRENCY, what: 'a currency' },
  rates: {
    kind: 'table',
    key: CURRENCY,
    what: 'a currency',
    of: { kind: 'text', pattern: /^(0|[1-9]\d{0,8})(\.\d{1,6})?$/, what: 'a rate with at most 6 decimals' },
    max: 200,
  },
  dailyVolumes: {
    kind: 'table',
    key: KEY_PATTERN,
    what: 'an instrument, venue/symbol',
    of: { kind: 'amount' },
    max: 100_000,
    note: 'Average daily volumes by instrument, for maxVolumeShareBps.',
  },
  selfTrade: {
    kind: 'object',
    fields: { ...SELF_TRADE_MODE, accounts: accounts({ ...SELF_TRADE_MODE, owner: { ...ID, required: false } }) },
    note: 'What happens to orders of one beneficial owner that could trade with each other.',
  },
  crossing: {
    kind: 'object',
    fields: { ...CROSSING, accounts: accounts(CROSSING) },
    note: 'Matching of opposite orders of strategies of one account inside.',
  },
  day: { kind: 'object', fields: { timeZone: { kind: 'zone', required: true }, start: CLOCK } },
};
