import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { takenPorts } from './ports.js';

describe('takenPorts', () => {
  it('finds a port that something listens on, and one asked for twice', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const host = '127.0.0.1';
    const uses = [
      { service: 'oms', host, port, variable: 'OMS_PORT' },
      { service: 'exchange', host, port: 0, variable: 'EXCHANGE_PORT' },
      { service: 'other', host, port: 0, variable: 'OTHER_PORT' },
    ];
    expect(await takenPorts(uses)).toEqual([uses[0]]);
    await new Promise((resolve) => server.close(resolve));
    expect(await takenPorts(uses)).toEqual([]);
    const twice = [uses[0], { service: 'b', host, port, variable: 'B_PORT' }] as typeof uses;
    expect(await takenPorts(twice)).toEqual(twice);
  });
});
