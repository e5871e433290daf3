import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { strategyControlTopic } from '@bourseworks/dto';
import { eventually, signedBody, tempDir } from '@bourseworks/testkit';
import { HostWorld, probe } from './host-world.js';

const TOPIC = strategyControlTopic('host1');

let world: HostWorld;

beforeEach(async () => {
  world = await HostWorld.create();
});

afterEach(() => world.close());

const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? 'no code',
  );

describe('who may start and stop strategies', () => {
  it('is said by a claim; anybody may look', async () => {
    const { peers } = world;
    const host = world.host([probe('quiet')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    const stop = { action: 'stop', id: 'probe' };
    // Nobody on this machine has signed yet.
    const stranger = signedBody(tempDir('keys'), TOPIC, stop);
    expect(await codeOf(peers.ask(TOPIC, stranger))).toBe('ACTOR_KEY_MISSING');
    expect(await codeOf(peers.ask(TOPIC, stop))).toBe('ACTOR_CLAIM_REQUIRED');
    // The keys are there from now on; they are looked for at most once a second.
    const viewer = () => codeOf(world.control(stop, undefined, { roles: ['viewer', 'admin'] }));
    await eventually(async () => (await viewer()) === 'ROLE_REQUIRED', { everyMs: 300, what: 'the keys' });
    expect(await codeOf(peers.ask(TOPIC, stranger))).toBe('ACTOR_CLAIM_INVALID');
    const { strategies } = await world.control({ ...stop, reason: 'drill' }, undefined, { name: 'ann' });
    expect(strategies).toEqual([expect.objectContaining({ state: 'STOPPED' })]);
    const told = host.lines.filter((line) => line['event'] === 'control.strategy');
    expect(told).toEqual([
      expect.objectContaining({ action: 'stop', strategy: 'probe', actor: 'ann', reason: 'drill' }),
    ]);
    const refused = host.lines.filter((line) => line['event'] === 'actor.refused').map((line) => line['code']);
    expect(refused.slice(0, 2)).toEqual(['ACTOR_KEY_MISSING', 'ACTOR_CLAIM_REQUIRED']);
    expect(refused.slice(-2)).toEqual(['ROLE_REQUIRED', 'ACTOR_CLAIM_INVALID']);
  });

  it('executes a command once, whoever repeats it', async () => {
    const { peers } = world;
    world.host([probe('quiet')]);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    const stop = world.signed({ action: 'stop', id: 'probe', commandId: 'c-1' });
    const start = world.signed({ action: 'start', id: 'probe' });
    await peers.ask(TOPIC, stop);
    await peers.ask(TOPIC, start);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    // Read on the bus and sent again: it must not stop what was started since.
    await peers.ask(TOPIC, stop);
    await world.status('probe', ({ state }) => state === 'RUNNING');
    await world.control({ action: 'stop', id: 'probe' });
    await peers.ask(TOPIC, start);
    await world.status('probe', ({ state }) => state === 'STOPPED');
    expect(await codeOf(world.control({ action: 'start', id: 'probe', commandId: 'c-1' }))).toBe('COMMAND_CONFLICT');
  });
});
