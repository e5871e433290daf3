import { Injectable } from '@nestjs/common';
import { isErrorCode, type Refusal, type Result } from '@bourseworks/domain';
import { Metrics } from '@bourseworks/observability';
import { EventLog } from '@bourseworks/ports';
import { CodedRpcException } from '@bourseworks/solace-transport';
import { refusalOf } from './threads/refusal-of.js';

/** A fault of ours: its text may hold paths and more, and stands in the log only. */
const UNEXPECTED: Refusal = { code: 'INTERNAL_ERROR', message: 'the service failed unexpectedly' };

function isCoded(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && isErrorCode(code);
}

/** Says of every request that it came, and whether it was served or refused and why; turns refusals into error replies. */
@Injectable()
export class RequestLog {
  private readonly requests;

  constructor(
    metrics: Metrics,
    private readonly log: EventLog,
  ) {
    this.requests = metrics.counter('bourseworks_market_data_requests_total', 'Requests by outcome', [
      'request',
      'outcome',
    ]);
  }

  /** `facts` stand in every line about the request. The value of the result. Throws CodedRpcException with the code of the refusal. */
  async serve<T>(request: string, facts: object, work: () => Result<T> | Promise<Result<T>>): Promise<T> {
    this.log.info({ event: 'request.received', request, ...facts });
    const result = await this.outcome(request, work);
    if (result.ok) {
      this.requests.inc({ request, outcome: 'served' });
      this.log.info({ event: 'request.served', request, ...facts });
      return result.value;
    }
    const { code, message, details } = result.refusal;
    this.requests.inc({ request, outcome: code });
    this.log.warn({ event: 'request.refused', request, ...facts, code, reason: message });
    throw new CodedRpcException(code, message, details);
  }

  private async outcome<T>(request: string, work: () => Result<T> | Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work();
    } catch (error) {
      this.log.error({ event: 'request.failed', request, err: error });
      return { ok: false, refusal: isCoded(error) ? refusalOf(error) : UNEXPECTED };
    }
  }
}
