import { readFileSync } from 'node:fs';
import type { StrategySpecShape } from '@bourseworks/dto';
import { ConfigError } from '@bourseworks/observability';
import type { StrategyHostConfig } from './strategy-host-config.js';

/** Runs on the simulated venue with no configuration at all. */
export const DEFAULT_STRATEGIES: readonly StrategySpecShape[] = [
  {
    id: 'pts',
    type: 'pairs-trading',
    account: 'SIM',
    parameters: { venue: 'sim', y: 'BTCUSD', x: 'ETHUSD', kind: 'bar-1s' },
  },
];

const MAX_STRATEGIES = 256;
const EXAMPLE = '[{"id":"pts","type":"pairs-trading","account":"SIM","parameters":{"venue":"sim"}}]';
const ID = /^[a-z0-9][a-z0-9_.]{0,31}$/;

/** The strategies to run. @throws ConfigError naming the variable and the entry. */
export function readStrategies(
  config: Pick<StrategyHostConfig, 'STRATEGIES' | 'STRATEGIES_FILE'>,
): readonly StrategySpecShape[] {
  const variable = config.STRATEGIES === undefined ? 'STRATEGIES_FILE' : 'STRATEGIES';
  const text = config.STRATEGIES ?? readFile(config.STRATEGIES_FILE);
  if (text === undefined) return DEFAULT_STRATEGIES;
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`${variable} is not JSON (${why}); it is a list such as ${EXAMPLE}`]);
  }
  if (!Array.isArray(list) || list.length > MAX_STRATEGIES) {
    throw new ConfigError([`${variable} must be a list of at most ${MAX_STRATEGIES} strategies`]);
  }
  const specs = list.map((entry, index) => readSpec(entry, `${variable}[${index}]`));
  const twice = specs.find(({ id }, index) => specs.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) throw new ConfigError([`${variable} has two strategies with the id ${twice.id}`]);
  return specs;
}

function readFile(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError([
      `STRATEGIES_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}

function readSpec(entry: unknown, where: string): StrategySpecShape {
  const { id, type, account, parameters = {} } = (entry ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || !ID.test(id)) {
    throw new ConfigError([
      `${where}.id must be 1 to 32 of a-z, 0-9, underscore and dot: dashes separate the parts of a commandId`,
    ]);
  }
  if (typeof type !== 'string' || type === '') throw new ConfigError([`${where}.type must name a strategy class`]);
  if (typeof account !== 'string' || account === '') throw new ConfigError([`${where}.account must name an account`]);
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw new ConfigError([`${where}.parameters must be an object`]);
  }
  return { id, type, account, parameters: parameters as StrategySpecShape['parameters'] };
}
