import { readFileSync } from 'node:fs';
import { ORDER_TYPES, type OrderType } from '@bourseworks/domain';
import { ConfigError } from '@bourseworks/observability';

/** Which broker takes orders that match every field given; of several rules the first one counts. */
export interface RoutingRule {
  readonly account?: string;
  readonly venue?: string;
  readonly symbol?: string;
  readonly type?: OrderType;
  readonly adapter: string;
}

const FIELDS = ['account', 'venue', 'symbol', 'type'] as const;
const MAX_RULES = 1_000;

function invalid(why: string): ConfigError {
  return new ConfigError([
    `ROUTING_FILE ${why}; it is a JSON list such as [{"venue":"NASDAQ","type":"STOP","adapter":"alpaca"}]`,
  ]);
}

function ruleOf(value: unknown, at: number): RoutingRule {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`: rule ${at} is no object`);
  const raw = value as Record<string, unknown>;
  const unknown = Object.keys(raw).find((name) => name !== 'adapter' && !FIELDS.some((field) => field === name));
  if (unknown !== undefined) throw invalid(`: rule ${at} has an unknown field ${unknown}`);
  if (typeof raw['adapter'] !== 'string' || raw['adapter'] === '') throw invalid(`: rule ${at} names no adapter`);
  for (const field of FIELDS)
    if (raw[field] !== undefined && typeof raw[field] !== 'string')
      throw invalid(`: ${field} of rule ${at} is no text`);
  const { type } = raw;
  if (type !== undefined && !ORDER_TYPES.some((known) => known === type))
    throw invalid(`: type of rule ${at} is none of ${ORDER_TYPES.join(', ')}`);
  return raw as unknown as RoutingRule;
}

/** Rules from the text of a file. @throws ConfigError naming the rule that is wrong */
export function parseRoutingRules(text: string): RoutingRule[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw invalid('is not JSON');
  }
  if (!Array.isArray(list) || list.length > MAX_RULES) throw invalid(`is no list of at most ${MAX_RULES} rules`);
  return list.map((rule, index) => ruleOf(rule, index + 1));
}

/** No file: no rules. @throws ConfigError when it cannot be read or is wrong */
export function loadRoutingRules(file: string | undefined): RoutingRule[] {
  if (file === undefined) return [];
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw invalid(`cannot be read: ${(error as Error).message}`);
  }
  return parseRoutingRules(text);
}
