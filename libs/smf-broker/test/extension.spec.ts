import { describe, expect, it } from '@jest/globals';
import type { BrokerExtension } from '../src/index.js';
import { RawClient } from '../src/testing/raw-client.js';
import { clientCtrlParam, keepAliveFrame, messageFrame, openFlowFrame } from '../src/testing/raw-frames.js';
import { runBroker } from '../src/testing/running-broker.js';

const ASSURED = 0x10;

describe('without an extension', () => {
  it('a publisher flow is refused at once and the client stays', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    client.write(openFlowFrame(9));
    const reply = await client.reply((frame) => frame.tag === 9);
    expect(reply).toMatchObject({ protocol: 0x09, code: 503, text: 'Service Unavailable' });
    expect(reply.body.toString('hex')).toBe('030000000006');
    await client.settle();
  });

  it('a guaranteed message reaches nobody and is counted', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort);
    await client.subscribe('a');
    client.write(messageFrame('a', 'lost', ASSURED));
    await client.settle();
    expect(client.messages).toEqual([]);
    expect(running.broker.stats().assuredRefused).toBe(1);
  });
});

describe('an extension', () => {
  it('answers its protocol, gets guaranteed messages and sessions, and adds its capabilities', async () => {
    const seen: string[] = [];
    const extension: BrokerExtension = {
      capabilities: ['guaranteedPublish'],
      maxGuaranteedBytes: 1000,
      handlers: [
        {
          protocol: 0x09,
          handle: (session) => {
            seen.push('control');
            session.send(keepAliveFrame());
            return null;
          },
        },
      ],
      onAssuredMessage: (_session, { bytes, start, end }) => {
        seen.push(`message of ${end - start} bytes with ${bytes[start] & ASSURED}`);
        return null;
      },
      onSessionUp: (session) => seen.push(`up ${session.identity?.clientName}`),
      onSessionDown: (session, reason) => seen.push(`down ${session.identity?.clientName} ${reason.code}`),
    };
    await using running = await runBroker({ extensions: [extension] });
    const client = await RawClient.tcp(running.tcpPort);
    const login = await client.login({ clientName: 'c' });
    expect(clientCtrlParam(login.body, 9)?.subarray(0, 5).toString('hex')).toBe('2008020120');
    client.write(openFlowFrame(9));
    await client.reply((frame) => frame.protocol === 0x0b);
    const message = messageFrame('a', 'kept', ASSURED);
    client.write(message);
    await client.settle();
    const end = running.nextEnd();
    await client.end();
    await end;
    expect(seen).toEqual(['up c', 'control', `message of ${message.length} bytes with 16`, 'down c CLIENT_CLOSED']);
  });
});
