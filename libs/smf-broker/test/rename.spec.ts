import { describe, expect, it } from '@jest/globals';
import { RawClient, replyText } from '../src/testing/raw-client.js';
import { runBroker } from '../src/testing/running-broker.js';

describe('rename', () => {
  it('gives the new name and a new inbox, and frees the old name', async () => {
    await using running = await runBroker();
    const client = await RawClient.login(running.tcpPort, { clientName: 'old' });
    const reply = await client.rename('new');
    expect(reply).toMatchObject({ code: 200, protocol: 0x0c });
    expect(replyText(reply, 0x08)).toMatch(/\/new$/);
    expect(running.broker.clients()).toMatchObject([{ clientName: 'new' }]);
    await RawClient.login(running.tcpPort, { clientName: 'old' });
  });

  it('is refused when the name is in use', async () => {
    await using running = await runBroker();
    await RawClient.login(running.tcpPort, { clientName: 'taken' });
    const client = await RawClient.login(running.tcpPort, { clientName: 'mine' });
    expect(await client.rename('taken')).toMatchObject({ code: 403, text: 'Client Name Already In Use' });
    expect(running.broker.clients().map(({ clientName }) => clientName)).toEqual(['taken', 'mine']);
  });
});
