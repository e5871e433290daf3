import type { ServiceOptions } from '@bourseworks/observability';
import { busSettings } from '@bourseworks/service';
import { GatewayConfig } from './config/gateway-config.js';

/** What the process is called, and what it reads from its environment. */
export const service: ServiceOptions = {
  name: 'gateway',
  defaultPort: 3_000,
  portVar: 'GATEWAY_PORT',
  config: GatewayConfig,
  settings: async () => [busSettings],
  configure: async (app) => (await import('./http/configure-http.js')).configureHttp(app),
};
