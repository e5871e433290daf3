import { describe, expect, it } from '@jest/globals';
import { EventLog } from '@bourseworks/ports';
import type { InboundMessage, SolaceSession } from '@bourseworks/solace-transport';
import type { PatternEntry } from '@bourseworks/strategy';
import { VirtualClock } from '@bourseworks/testkit';
import { CommandProxy } from './command-proxy.js';

class Quiet extends EventLog {
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}

function setup() {
  const subscribed = new Map<string, (message: InboundMessage) => void>();
  const errors: string[] = [];
  const commands: string[] = [];
  let confirm: () => void = () => {};
  const session = {
    subscribe: (topic: string, callback: (message: InboundMessage) => void) => {
      subscribed.set(topic, callback);
      return new Promise<void>((resolve) => (confirm = resolve));
    },
    unsubscribe: (topic: string) => Promise.resolve(subscribed.delete(topic)),
    replyError: (_request: unknown, { code }: { code: string }) => void errors.push(code),
  };
  const proxy = new CommandProxy({
    id: 's',
    session: session as unknown as SolaceSession,
    clock: new VirtualClock(0),
    log: new Quiet(),
    command: (_id, method) => void commands.push(method),
  });
  return { proxy, subscribed, errors, commands, confirm: () => confirm() };
}

const patterns = ['one', 'two'].map((pattern) => ({ pattern }) as PatternEntry);

describe('CommandProxy', () => {
  it('leaves no subscription behind when it is closed while it starts', async () => {
    const { proxy, subscribed, confirm } = setup();
    const started = proxy.start(patterns, false, 1);
    const closed = proxy.close();
    confirm();
    await Promise.all([started, closed]);
    expect([...subscribed.keys()]).toEqual([]);
  });

  it('refuses a command that does not fit the ring of the strategy', async () => {
    const { proxy, subscribed, errors, commands, confirm } = setup();
    const started = proxy.start(patterns.slice(0, 1), false, 1);
    confirm();
    await started;
    const [[topic, deliver]] = subscribed;
    const payload = Buffer.from(JSON.stringify('x'.repeat(600_000)));
    deliver({ topic, payload, headers: {}, replyTo: 'inbox' } as unknown as InboundMessage);
    expect(errors).toEqual(['BAD_REQUEST']);
    expect(commands).toEqual([]);
  });
});
