import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import type { Bus } from '../../bus.js';
import { EXIT } from '../../exit-codes.js';
import { commandFields, sendCommand } from './order-request.js';

const options = { account: 'SIM', id: 'mine', url: 'tcp://127.0.0.1:1', json: true };
const body = { ...commandFields(options), clOrdId: 'dev-manual-1-1' };

const { DATA_DIR } = process.env;
beforeAll(() => void (process.env['DATA_DIR'] = tempDir('cli')));
afterAll(() => {
  if (DATA_DIR === undefined) delete process.env['DATA_DIR'];
  else process.env['DATA_DIR'] = DATA_DIR;
});

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
