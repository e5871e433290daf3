import { describe, expect, it } from '@jest/globals';
import { DomainError, ok, refuse, type Result } from '@bourseworks/domain';
import { Metrics } from '@bourseworks/observability';
import { Registry } from 'prom-client';
import { MemoryLog } from '../test/fake-adapter.js';
import { RequestLog } from './request-log.js';

describe('RequestLog', () => {
  it('passes coded failures on, and tells the text of others to the log only', async () => {
    const log = new MemoryLog();
    const requests = new RequestLog(new Metrics(new Registry()), log);
    const outcome = (work: () => Result<string>): Promise<unknown> =>
      requests.serve('live', { requestId: 'r' }, work).catch((error: unknown) => {
        const { code, message } = error as { code: string; message: string };
        return [code, message];
      });
    const thrower = (error: Error) => (): never => {
      throw error;
    };
    expect(await outcome(() => ok('served'))).toBe('served');
    expect(await outcome(() => refuse('VENUE_UNKNOWN', 'nobody serves it'))).toEqual([
      'VENUE_UNKNOWN',
      'nobody serves it',
    ]);
    const coded = new DomainError({ code: 'ADAPTER_FAILED', message: 'the venue is closed' });
    expect(await outcome(thrower(coded))).toEqual(['ADAPTER_FAILED', 'the venue is closed']);
    const secret = new TypeError('/home/someone/key.pem is not a function');
    expect(await outcome(thrower(secret))).toEqual(['INTERNAL_ERROR', 'the service failed unexpectedly']);
    expect(log.lines.find((line) => line['err'] === secret)).toMatchObject({
      event: 'request.failed',
      request: 'live',
    });
  });
});
