import { describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '../wire/inbound-message.js';
import { Cancellations } from './cancellations.js';

const from = (replyTo: string | undefined, correlationId: string | undefined): InboundMessage =>
  ({ replyTo, correlationId }) as InboundMessage;

describe('cancellations', () => {
  it('reach the answer to the same inbox and token, once, while it is watched', () => {
    const cancellations = new Cancellations();
    const heard: string[] = [];
    const end = cancellations.watch(from('inbox/a', '1'), () => heard.push('a1'));
    cancellations.watch(from('inbox/b', '1'), () => heard.push('b1'));
    expect(cancellations.accept(from('inbox/a', '2'))).toBe(false);
    expect(cancellations.accept(from('inbox/b', '1'))).toBe(true);
    expect(cancellations.accept(from('inbox/b', '1'))).toBe(false);
    end();
    expect(cancellations.accept(from('inbox/a', '1'))).toBe(false);
    expect(cancellations.accept(from(undefined, '1'))).toBe(false);
    expect(heard).toEqual(['b1']);
    expect(cancellations.size).toBe(0);
  });

  it('are bounded on both sides', () => {
    const cancellations = new Cancellations();
    for (let n = 0; n < 70_000; n++) cancellations.watch(from('inbox/a', String(n)), () => undefined);
    expect(cancellations.size).toBe(65_536);
    expect(cancellations.shouldTell('x')).toBe(true);
    expect(cancellations.shouldTell('x')).toBe(false);
    for (let n = 0; n < 1_024; n++) cancellations.shouldTell(String(n));
    expect(cancellations.shouldTell('x')).toBe(true);
  });
});
