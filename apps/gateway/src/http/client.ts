import type { Request } from 'express';

const maxAgent = 512;

/** Where a request comes from. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string | null;
}

/** Express's own `ip`, which believes as many proxies as are configured; IPv4 in IPv6 clothes is IPv4. */
export function ipOf(request: Pick<Request, 'ip'>): string {
  return (request.ip ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '').slice(0, 45);
}

export function clientOf(request: Request): Client {
  const agent = request.headers['user-agent'];
  return { ip: ipOf(request), userAgent: agent === undefined ? null : agent.slice(0, maxAgent) };
}

/** Addresses of one customer: IPv6 is handed out by the /64, so that each has 2^64 of them. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = ip.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array.from({ length: missing }, () => '0'), ...right].slice(0, 4).join(':');
}
