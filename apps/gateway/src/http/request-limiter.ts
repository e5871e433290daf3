import { DomainError } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ipOf, networkOf } from './client.js';

interface Bucket {
  tokens: number;
  atUs: number;
}

const maxAddresses = 20_000;
const minuteUs = 60_000_000;

/** A token bucket for each address, or network of IPv6: a flood from one costs the others nothing. */
export class RequestLimiter {
  private readonly buckets = new Map<string, Bucket>();
  private readonly burst: number;

  constructor(
    private readonly clock: Clock,
    private readonly perMinute: number,
  ) {
    this.burst = Math.max(10, Math.ceil(perMinute / 10));
  }

  /** Seconds after which the address may ask again; 0: the request is counted and may go on. */
  take(ip: string): number {
    const address = networkOf(ip);
    const nowUs = this.clock.monotonicUs();
    const known = this.buckets.get(address);
    const gained = known ? ((nowUs - known.atUs) / minuteUs) * this.perMinute : this.burst;
    const tokens = Math.min(this.burst, (known?.tokens ?? 0) + gained);
    const granted = tokens >= 1;
    this.buckets.delete(address);
    this.buckets.set(address, { tokens: granted ? tokens - 1 : tokens, atUs: nowUs });
    if (this.buckets.size > maxAddresses) {
      const [oldest] = this.buckets.keys();
      if (oldest !== undefined) this.buckets.delete(oldest);
    }
    return granted ? 0 : Math.max(1, Math.ceil(((1 - tokens) / this.perMinute) * 60));
  }

  middleware(): RequestHandler {
    return (request: Request, _response: Response, next: NextFunction): void => {
      const waitS = this.take(ipOf(request));
      const details = { retryAfterS: waitS };
      const message = 'too many requests from this address';
      next(waitS === 0 ? undefined : new DomainError({ code: 'REQUEST_THROTTLED', message, details }));
    };
  }
}
