import { fixed, signOf, trim } from './decimal.js';

const group = (whole: string): string => whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** Decimal text with separators of thousands; a real minus sign, so that digits stay in line. */
export function grouped(text: string): string {
  const negative = text.startsWith('-');
  const [whole = '0', fraction] = text.replace(/^[+-]/, '').split('.');
  const body = fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`;
  return negative ? `\u2212${body}` : body;
}

/** An amount of money with two decimals. */
export function money(text: string, places = 2): string {
  return grouped(fixed(text, places));
}

/** As money, with a sign in front of gains too: colour is never the only sign. */
export function signedMoney(text: string, places = 2): string {
  const rounded = fixed(text, places);
  return signOf(rounded) > 0 ? `+${grouped(rounded)}` : grouped(rounded);
}

/** An average, which has as many decimals as the division gave: cut to what tells prices of its size apart. 0: none. */
export function averagePrice(text: string): string {
  if (signOf(text) === 0) return '–';
  const magnitude = Math.abs(Number(text));
  return grouped(fixed(text, magnitude >= 1_000 ? 2 : magnitude >= 1 ? 4 : 6));
}

export function quantity(text: string): string {
  return grouped(trim(text));
}

/** A price of the market data. */
export function price(value: number, decimals: number): string {
  return grouped(value.toFixed(decimals));
}

/** Sizes in a narrow column: at most five significant places. */
export function size(value: number): string {
  if (value >= 1_000_000) return `${(value / 1_000_000).toFixed(2)}M`;
  if (value >= 10_000) return `${(value / 1_000).toFixed(1)}k`;
  if (value >= 100) return value.toFixed(1);
  if (value >= 1) return value.toFixed(2);
  return value.toFixed(4);
}

export function percent(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (text === '0.00') return '0.00%';
  return `${value > 0 ? '+' : '\u2212'}${text}%`;
}

/** Which way a number goes, as a word for styles and as an arrow for eyes that do not tell colours apart. */
export type Direction = 'up' | 'down' | 'flat';

export function directionOf(value: number): Direction {
  if (value > 0) return 'up';
  return value < 0 ? 'down' : 'flat';
}

export const directionOfText = (text: string): Direction => directionOf(signOf(text));

export const arrowOf: Record<Direction, string> = { up: '▲', down: '▼', flat: '' };
