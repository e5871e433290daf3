import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { ConfigError } from '@bourseworks/observability';

/** @throws ConfigError */
export function refuse(problem: string): never {
  throw new ConfigError([problem]);
}

/** An address of IPv6 stands in brackets there. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/**
 * The authority in the file that a variable names, in PEM.
 *
 * @throws ConfigError
 */
export function authority(name: string, file: string | undefined): { ca?: string } {
  if (file === undefined) return {};
  try {
    return { ca: readFileSync(file, 'utf8') };
  } catch (error) {
    return refuse(`${name}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? host === 'localhost' : loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
