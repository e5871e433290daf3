import { withoutLogins } from '@bourseworks/ports';
import type { ServiceName } from '../launcher/service-spec.js';

/** `not ready` answers but waits for something; `down` does not answer. */
export type HealthState = 'ready' | 'not ready' | 'down';

export interface ServiceHealth {
  readonly service: ServiceName;
  readonly state: HealthState;
  /** Whether its event loop turns; undefined where nobody can tell. */
  readonly live?: boolean;
  readonly address: string;
  /** Why it is not ready. */
  readonly reason?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Rejects when nobody answers in time. */
export async function get(url: string, timeoutMs: number): Promise<Answer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Something else listens there: what it says is of no use.
    body = undefined;
  }
  return { status: response.status, body };
}

/** What went wrong on the way, for people: fetch hides it in the cause. */
export function reasonOf(error: unknown, timeoutMs: number): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  if (cause?.code === 'ECONNREFUSED') return 'nothing listens there';
  return cause?.message || cause?.code || message;
}

function waitingFor(body: unknown): string {
  const names = (body as { waitingFor?: unknown } | undefined)?.waitingFor;
  return Array.isArray(names) && names.length > 0 ? `waits for ${names.join(', ')}` : 'not ready';
}

/** Asks a service on its HTTP address; never rejects. */
export async function probeService(service: ServiceName, address: string, timeoutMs: number): Promise<ServiceHealth> {
  const [live, ready] = await Promise.allSettled([
    get(`${address}/health/live`, timeoutMs),
    get(`${address}/health/ready`, timeoutMs),
  ]);
  const isLive = live.status === 'fulfilled' && live.value.status === 200;
  if (ready.status === 'rejected') {
    return { service, state: 'down', live: isLive, address, reason: reasonOf(ready.reason, timeoutMs) };
  }
  const { status, body } = ready.value;
  const ours = typeof (body as { status?: unknown } | undefined)?.status === 'string';
  if (ours && status === 200 && isLive) return { service, state: 'ready', live: true, address };
  if (ours && status === 503) return { service, state: 'not ready', live: isLive, address, reason: waitingFor(body) };
  const reason = `what answers there is no ${service} (HTTP ${status})`;
  return { service, state: 'down', live: isLive, address, reason };
}

/** Asks the broker by joining it; `connect` rejects when that is refused. */
export async function probeBroker(
  url: string,
  timeoutMs: number,
  connect: () => Promise<void>,
): Promise<ServiceHealth> {
  const address = withoutLogins(url);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([connect(), late]);
    return { service: 'broker', state: 'ready', address };
  } catch (error) {
    return { service: 'broker', state: 'down', address, reason: (error as Error).message };
  } finally {
    clearTimeout(timer);
  }
}
