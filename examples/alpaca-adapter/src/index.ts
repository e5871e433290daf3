import type { Adapter } from '@bourseworks/ports';
import { AlpacaAdapter } from './adapter.js';
import { parseAlpacaConfig, type Env } from './config.js';

export { settings } from './settings.js';

/** What ADAPTERS names: builds the adapter from the environment. Throws DomainError CONFIG_INVALID. */
export function createAlpacaAdapter(env: Env): Adapter {
  return new AlpacaAdapter(parseAlpacaConfig(env));
}
