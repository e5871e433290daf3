import type { LogFn, Logger } from 'pino';

const infoLevel = 30;
const errorLevel = 50;
const chatty = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestMicroservice']);

/**
 * Pino's logMethod hook. Nest reports every module and route when it starts: that is for debugging. Its report of a
 * failed listen is left out, for bootstrapService says the same in words that help.
 */
export function quietNest(this: Logger, args: Parameters<LogFn>, method: LogFn, level: number): void {
  const context = (args[0] as { context?: unknown } | undefined)?.context;
  if (level === infoLevel && typeof context === 'string' && chatty.has(context)) return this.debug(...args);
  if (level === errorLevel && context === 'NestApplication' && String(args[1]).includes('listen E')) return;
  method.apply(this, args);
}
