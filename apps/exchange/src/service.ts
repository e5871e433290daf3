import type { ServiceOptions } from '@bourseworks/observability';
import { ExchangeConfig } from './config/exchange-config.js';

/** What the process is called, and what it reads from its environment. */
export const service: ServiceOptions = {
  name: 'exchange',
  defaultPort: 3_010,
  portVar: 'EXCHANGE_PORT',
  config: ExchangeConfig,
};
