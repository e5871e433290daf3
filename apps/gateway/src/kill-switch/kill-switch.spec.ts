import { beforeEach, describe, expect, it } from '@jest/globals';
import type { KillReplyShape, KillRequestShape } from '@bourseworks/dto/shapes';
import type { Operator } from '../commands/operator.js';
import { KillSwitch, type KillCommand } from './kill-switch.js';

const rita: Operator = { userId: 'u', username: 'rita', roles: ['risk'], sid: 's', ipAddress: undefined };

describe('KillSwitch', () => {
  let killSwitch: KillSwitch;

  beforeEach(() => {
    const seen = new Set<string>();
    const killed = new Set<string>();
    // As the OMS: an id that was seen is a repeat, whatever it is of.
    const send = async (
      _by: Operator,
      _action: string,
      topic: string,
      body: KillRequestShape,
    ): Promise<KillReplyShape> => {
      const [, , action, scope, id] = topic.split('/');
      const key = `${scope}/${id}`;
      if (!seen.has(body.commandId)) killed[action === 'kill' ? 'add' : 'delete'](key);
      seen.add(body.commandId);
      return { scope: scope as 'account', id, killed: killed.has(key), cancelled: 0, sequence: 1 };
    };
    const audit = { run: (_by: Operator, _subject: object, work: () => Promise<unknown>) => work() };
    killSwitch = new KillSwitch(undefined as never, { send } as never, audit as never);
  });

  const command = (id: string): KillCommand => ({ commandId: 'k-1', scope: 'account', id, reason: 'drill' });

  it('kills each scope that is asked for, also under an id that another one was killed with', async () => {
    for (const id of ['A', 'B'])
      expect(await killSwitch.set(rita, 'kill', command(id))).toMatchObject({ ok: true, value: { id, killed: true } });
    expect(await killSwitch.set(rita, 'kill', command('A'))).toMatchObject({ ok: true, value: { killed: true } });
  });

  it('does not tell that a repeat killed, or re-armed, what was undone since', async () => {
    await killSwitch.set(rita, 'kill', command('A'));
    await killSwitch.set(rita, 'rearm', command('A'));
    await expect(killSwitch.set(rita, 'kill', command('A'))).rejects.toMatchObject({ code: 'COMMAND_CONFLICT' });
    await killSwitch.set(rita, 'kill', { ...command('A'), commandId: 'k-2' });
    await expect(killSwitch.set(rita, 'rearm', command('A'))).rejects.toMatchObject({ code: 'COMMAND_CONFLICT' });
  });
});
