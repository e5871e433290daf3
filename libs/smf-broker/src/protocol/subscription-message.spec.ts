import { describe, expect, it } from '@jest/globals';
import { frame, parseFrame } from '../testing/raw-frames.js';
import { decodeHeader } from './smf-header.js';
import { decodeSubscription, encodeSubscriptionReply } from './subscription-message.js';

function decode(bodyHex: string): ReturnType<typeof decodeSubscription> {
  const bytes = frame(0x0f, [Buffer.from('23000001', 'hex')], Buffer.from(bodyHex, 'hex'));
  const header = decodeHeader(bytes, 0);
  return header.ok ? decodeSubscription(bytes, header.value, bytes.length) : header;
}

const text = (value: string): string => Buffer.from(value).toString('hex');
const add = '800000000f0c' + text('orders/>') + '00';

describe('decodeSubscription', () => {
  it('reads an observed add', () => {
    expect(decode(add)).toMatchObject({
      ok: true,
      value: { operation: 'add', subscription: 'orders/>', queue: null, deliverAlways: false, responseRequired: true },
    });
  });

  it('reads an observed add to a queue', () => {
    expect(decode('82000000170c06' + text('qprov') + '0009' + text('orders/>') + '00')).toMatchObject({
      ok: true,
      value: { operation: 'addQueue', subscription: 'orders/>', queue: 'qprov' },
    });
  });

  it('reads the deliver-always flag', () => {
    expect(decode('800000000f1c' + text('orders/>') + '00')).toMatchObject({
      ok: true,
      value: { deliverAlways: true },
    });
  });

  it.each([
    ['an empty body', ''],
    ['a body without text', '80000000060c'],
    ['an unknown type', '880000000f0c' + text('orders/>') + '00'],
    ['a length over the frame', '80000000100c' + text('orders/>') + '00'],
    ['a length below its head', '80000000050c' + text('orders/>') + '00'],
    ['a NUL inside', '800000000f0c' + text('ord') + '00' + text('rs/>') + '00'],
    ['a queue name over the body', '82000000170cff' + text('qprov') + '0009' + text('orders/>') + '00'],
    ['a topic over the body', '82000000170c06' + text('qprov') + '00ff' + text('orders/>') + '00'],
  ])('refuses %s', (_what, hex) => {
    expect(decode(hex)).toMatchObject({ ok: false, code: 'MALFORMED_FRAME' });
  });
});

describe('encodeSubscriptionReply', () => {
  it('repeats tag and body of the request', () => {
    const request = decode(add);
    if (!request.ok) throw new Error(request.detail);
    const reply = parseFrame(encodeSubscriptionReply(request.value, 1, 400, 'Subscription Already Exists'));
    expect(reply).toMatchObject({ protocol: 0x0f, tag: 1, code: 400, text: 'Subscription Already Exists' });
    expect(reply.body.toString('hex')).toBe(add);
  });
});
