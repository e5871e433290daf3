import { describe, expect, it } from '@jest/globals';
import { RawClient, replyText } from '../src/testing/raw-client.js';
import { runBroker } from '../src/testing/running-broker.js';

async function withInbox(port: number, clientName: string): Promise<{ client: RawClient; inbox: string }> {
  const client = await RawClient.tcp(port);
  const base = replyText(await client.login({ clientName }), 0x08);
  await client.subscribe(`${base}/>`);
  return { client, inbox: `${base}/_` };
}

describe('request and reply', () => {
  it('go through inboxes that reach their owner alone', async () => {
    await using running = await runBroker();
    const { client: asking, inbox } = await withInbox(running.tcpPort, 'asking');
    const { client: answering } = await withInbox(running.tcpPort, 'answering');
    await answering.subscribe('service/time');
    asking.publish('service/time', inbox);
    const [request] = await answering.received(1);
    answering.publish(request.body.toString(), 'answer');
    const [answer] = await asking.received(1);
    expect(answer).toMatchObject({ topic: inbox });
    expect(answer.body.toString()).toBe('answer');
    await answering.settle();
    expect(answering.messages).toHaveLength(1);
  });

  it('get a new inbox at every login, so that late replies reach nobody', async () => {
    await using running = await runBroker();
    const before = await withInbox(running.tcpPort, 'one');
    const end = running.nextEnd();
    await before.client.end();
    await end;
    const after = await withInbox(running.tcpPort, 'one');
    expect(after.inbox).not.toBe(before.inbox);
    after.client.publish(before.inbox, 'late');
    await after.client.settle();
    expect(after.client.messages).toEqual([]);
  });

  it('cannot be listened to by a client whose name is a wildcard', async () => {
    await using running = await runBroker();
    const victim = await withInbox(running.tcpPort, 'victim');
    const spy = await withInbox(running.tcpPort, '*');
    const other = await withInbox(running.tcpPort, '>');
    victim.client.publish(victim.inbox, 'mine');
    await victim.client.settle();
    await Promise.all([spy.client.settle(), other.client.settle()]);
    expect([victim, spy, other].map(({ client }) => client.messages.length)).toEqual([1, 0, 0]);
  });
});
