import { createServer } from 'node:net';
import { ConfigError } from '../config/config-error.js';
import type { ServiceOptions } from './service-options.js';

export interface ServiceAddress {
  readonly host: string;
  readonly port: number;
}

export const MAX_PORT = 65_535;
export const DEFAULT_HOST = '127.0.0.1';

/** HOST (127.0.0.1 unless set: nothing is open to the network by accident) and the service's port. */
export function serviceAddress(options: ServiceOptions, env: NodeJS.ProcessEnv): ServiceAddress {
  const text = env[options.portVar] || String(options.defaultPort);
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= MAX_PORT))
    throw new ConfigError([`${options.portVar} must be a port, 0 to ${MAX_PORT} (it is "${text}")`]);
  return { host: env['HOST'] || DEFAULT_HOST, port };
}

/**
 * Rejects as listening would. Before anything else is tried: a service waits for its broker as long as it takes, and a
 * port that is taken would be told only then.
 */
export async function checkAddress({ host, port }: ServiceAddress): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

/** What to tell the user when the service cannot start; undefined for a fault of ours, which deserves its stack. */
export function startFailure(
  error: unknown,
  options: ServiceOptions,
  { host, port }: ServiceAddress,
): string | undefined {
  const { code, syscall, hostname } = (error ?? {}) as NodeJS.ErrnoException & { hostname?: string };
  const move = `set ${options.portVar} to another port`;
  if (syscall === 'listen' && code === 'EADDRINUSE') {
    return `${options.name}: port ${port} on ${host} is taken; ${move}, or stop the program that uses it`;
  }
  if (syscall === 'listen' && code === 'EACCES') {
    return `${options.name}: port ${port} on ${host} needs special rights; ${move}`;
  }
  if (syscall === 'listen' || (syscall === 'getaddrinfo' && hostname === host))
    return `${options.name}: cannot listen on ${host}:${port} (${code}); check HOST and ${options.portVar}`;
  return undefined;
}
