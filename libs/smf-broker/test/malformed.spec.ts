import { describe, expect, it } from '@jest/globals';
import { RawClient } from '../src/testing/raw-client.js';
import {
  frame,
  keepAliveFrame,
  loginFrame,
  messageFrame,
  renameFrame,
  subscriptionFrame,
} from '../src/testing/raw-frames.js';
import { runBroker } from '../src/testing/running-broker.js';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('a frame that is not allowed ends its client with a code', () => {
  it.each([
    ['a message', messageFrame('a', 'x'), 'NOT_LOGGED_IN'],
    ['a subscription', subscriptionFrame(0, 'a', 1), 'NOT_LOGGED_IN'],
    ['a keepalive', keepAliveFrame(), 'NOT_LOGGED_IN'],
    ['a rename', renameFrame('a', 1), 'NOT_LOGGED_IN'],
    ['text of another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'MALFORMED_FRAME'],
    ['a login above the size for strangers', frame(0x0c, [], Buffer.alloc(70_000)), 'FRAME_TOO_BIG'],
    ['a login without a body', frame(0x0c, [], Buffer.alloc(0)), 'MALFORMED_FRAME'],
  ])('before the login: %s', async (_what, bytes, code) => {
    await using running = await runBroker();
    const client = await RawClient.tcp(running.tcpPort);
    client.write(bytes);
    await client.closed;
    expect(running.ends).toMatchObject([{ code }]);
  });

  it.each([
    ['a second login', loginFrame(), 'ALREADY_LOGGED_IN'],
    ['a wrong version', hex('048b00020000000c0000000c'), 'MALFORMED_FRAME'],
    ['a message without a topic', frame(0x0d, [], Buffer.from('x')), 'MALFORMED_FRAME'],
    ['a message above the size', messageFrame('a', Buffer.alloc(100_000)), 'FRAME_TOO_BIG'],
    ['an empty subscription', frame(0x0f, [], Buffer.alloc(0)), 'MALFORMED_FRAME'],
    ['an unknown protocol to be refused', hex('03b900010000000c0000000c'), 'UNSUPPORTED_PROTOCOL'],
  ])('after the login: %s', async (_what, bytes, code) => {
    await using running = await runBroker({ limits: { maxMessageBytes: 90_000 } });
    const client = await RawClient.login(running.tcpPort);
    const other = await RawClient.login(running.tcpPort);
    await other.subscribe('a');
    client.publish('a', 'before');
    client.write(bytes);
    await client.closed;
    await other.settle();
    expect(other.payloads()).toEqual(['before']);
    expect(running.ends).toMatchObject([{ code }]);
    expect(running.broker.stats()).toMatchObject({ clients: 1, protocolErrors: 1, faults: 0 });
  });

  it('but an unknown protocol that may be ignored is', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    client.write(hex('033900010000000c0000000c'));
    await client.settle();
    expect(running.broker.stats()).toMatchObject({ ignoredFrames: 1, clients: 1 });
  });
});
