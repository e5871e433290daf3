import { describe, expect, it } from '@jest/globals';
import solace from 'solclientjs';
import { OutboundFactory } from './outbound-message.js';

describe('OutboundFactory', () => {
  it('makes direct messages, and persistent ones where they are guaranteed', () => {
    const { DIRECT, PERSISTENT } = solace.MessageDeliveryModeType;
    const factory = new OutboundFactory(1_000);
    const payload = Buffer.from('x');
    expect(factory.build('a/b', payload).getDeliveryMode()).toBe(DIRECT);
    expect(factory.buildGuaranteed('a/b', payload).getDeliveryMode()).toBe(PERSISTENT);
    expect(factory.buildGuaranteed({ queue: 'q' }, payload).getDeliveryMode()).toBe(PERSISTENT);
  });
});
