import { describe, expect, it } from '@jest/globals';
import type { QueueFailure } from '@bourseworks/solace-transport';
import { failedCommand } from './failed-command.js';

const failure = (code: string, deliveries: number, replyTo: string | undefined): QueueFailure => ({
  message: { replyTo } as QueueFailure['message'],
  error: { code, message: 'text' },
  deliveries,
  maxDeliveries: 5,
});

describe('a command that was not carried out', () => {
  it.each([
    ['OMS_STOPPED', 1, 'inbox', 'hold'],
    ['OMS_STOPPED', 5, 'inbox', 'hold'],
    ['JOURNAL_WRITE', 5, undefined, 'hold'],
    ['OMS_BUSY', 4, undefined, 'retry'],
    ['OMS_BUSY', 5, 'inbox', 'deadLetter'],
    ['INTERNAL_ERROR', 1, 'inbox', 'retry'],
    ['BAD_REQUEST', 1, 'inbox', 'deadLetter'],
    ['NO_HANDLER', 1, 'inbox', 'deadLetter'],
    ['ACTOR_CLAIM_REQUIRED', 1, 'inbox', 'drop'],
    ['ORDER_UNKNOWN', 1, 'inbox', 'drop'],
    ['ORDER_UNKNOWN', 1, undefined, 'deadLetter'],
  ] as const)('%s at delivery %i, answer to %s: %s', (code, deliveries, replyTo, action) => {
    expect(failedCommand(failure(code, deliveries, replyTo))).toBe(action);
  });
});
