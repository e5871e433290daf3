import { describe, expect, it } from '@jest/globals';
import type { Bus } from '../../bus.js';
import { EXIT } from '../../exit-codes.js';
import { commandFields, sendCommand } from './order-request.js';

const options = { account: 'SIM', id: 'mine', url: 'tcp://127.0.0.1:1', json: true };
const body = { ...commandFields(options), clOrdId: 'dev-manual-1-1' };

/** What becomes of a command whose answer is this error. */
function outcomeOf(code: string): Promise<unknown> {
  const failed = Promise.reject(Object.assign(new Error('why'), { code }));
  const bus = { ask: () => failed, subscribe: () => Promise.resolve(() => Promise.resolve()) };
  return sendCommand(bus as unknown as Bus, 'cancel', body, options).catch((error: unknown) => error);
}

describe('the outcome of a command', () => {
  it.each(['REQUEST_TIMEOUT', 'REQUEST_ABORTED', 'INTERNAL_ERROR', 'BAD_REPLY', 'BAD_MESSAGE'])(
    'is unknown after %s: a service that failed half way may have executed it',
    async (code) => {
      const details = expect.objectContaining({ commandId: 'mine' }) as unknown;
      expect(await outcomeOf(code)).toMatchObject({ exitCode: EXIT.unknown, code, details });
    },
  );

  it.each(['OMS_BUSY', 'TRANSPORT_DOWN'])('is known after %s: it was not executed', async (code) => {
    expect(await outcomeOf(code)).toMatchObject({ code, message: 'why' });
  });
});
