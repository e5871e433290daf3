import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import type { Check } from '../doctor/check.js';
import { runCli } from '../testing/run-cli.js';

const PORTS = [
  'BROKER_SMF_PORT',
  'BROKER_WS_PORT',
  'BROKER_ADMIN_PORT',
  'EXCHANGE_PORT',
  'MARKET_DATA_PORT',
  'OMS_PORT',
  'STRATEGY_HOST_PORT',
  'GATEWAY_PORT',
];
const free = Object.fromEntries(PORTS.map((name) => [name, '0']));

describe('bourse doctor', () => {
  it('looks at everything and names a remedy for whatever is not well', async () => {
    const { stdout } = await runCli(['doctor', '--json'], { ...free, DATA_DIR: tempDir() });
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    const names = checks.map(({ name }) => name);
    for (const name of ['Node', 'cores', 'memory', 'disk', 'open files', 'clock', 'data directory', 'Docker']) {
      expect(names).toContain(name);
    }
    expect(checks.filter(({ state, remedy }) => state !== 'ok' && remedy === undefined)).toEqual([]);
  });

  it('ends with 1 when a port is held by something else, and says which variable moves it', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const env = { ...free, DATA_DIR: tempDir(), OMS_PORT: String(port) };
    const { code, stdout, stderr } = await runCli(['doctor'], env);
    server.close();
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`fail +port ${port} +oms: taken`));
    expect(stdout).toContain(`port ${port}: Stop what uses it, or set OMS_PORT.`);
    expect(stderr).toBe(`Not fit to run: port ${port}.\n`);
  });
});
