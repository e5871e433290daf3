import { describe, expect, it } from '@jest/globals';
import type { QueueMessage } from '../../session/queue/queue-message.js';
import { byKind, deadLetter, drop, retry, type QueueFailure } from './failure-policies.js';

const failure = (code: string, deliveries: number | undefined, redelivered = false): QueueFailure => ({
  message: { redelivered } as QueueMessage,
  error: { code, message: 'text' },
  deliveries,
  maxDeliveries: 3,
});

describe('failure policies', () => {
  it.each([
    ['byKind', byKind, 'BAD_MESSAGE', 1, 'deadLetter'],
    ['byKind', byKind, 'BAD_REQUEST', 1, 'deadLetter'],
    ['byKind', byKind, 'UNSUPPORTED_CONTENT_TYPE', 1, 'deadLetter'],
    ['byKind', byKind, 'PAYLOAD_TOO_LARGE', 1, 'deadLetter'],
    ['byKind', byKind, 'NO_HANDLER', 1, 'deadLetter'],
    ['byKind', byKind, 'INTERNAL_ERROR', 1, 'retry'],
    ['byKind', byKind, 'INTERNAL_ERROR', 3, 'deadLetter'],
    ['retry', retry, 'BAD_REQUEST', 2, 'retry'],
    ['retry', retry, 'BAD_REQUEST', 3, 'deadLetter'],
    ['deadLetter', deadLetter, 'INTERNAL_ERROR', 1, 'deadLetter'],
    ['drop', drop, 'INTERNAL_ERROR', 9, 'drop'],
  ] as const)('%s', (_name, policy, code, deliveries, action) => {
    expect(policy(failure(code, deliveries))).toBe(action);
  });

  it('do not go on for ever where nobody counts', () => {
    expect(retry(failure('INTERNAL_ERROR', undefined))).toBe('retry');
    expect(retry(failure('INTERNAL_ERROR', undefined, true))).toBe('deadLetter');
  });
});
