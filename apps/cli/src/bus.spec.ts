import { describe, expect, it, jest } from '@jest/globals';
import { SmfBroker } from '@bourseworks/smf-broker';
import { eventually, freePort } from '@bourseworks/testkit';
import { Bus } from './bus.js';
import { EXIT } from './exit-codes.js';
import { FakeMarketData } from './testing/fake-market-data.js';

describe('Bus', () => {
  it('warns on stderr: on stdout the result of a command stands alone', async () => {
    const broker = new SmfBroker({ tcpPort: 0 });
    const { tcpPort } = await broker.start();
    const bus = await Bus.connect(`tcp://127.0.0.1:${tcpPort}`);
    const stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      await broker.stop();
      await eventually(() =>
        stderr.mock.calls.some(([text]) => String(text).includes('connection to the broker lost')),
      );
      expect(stdout).not.toHaveBeenCalled();
    } finally {
      stdout.mockRestore();
      stderr.mockRestore();
      await bus.close();
    }
  });
});

describe('Bus.query', () => {
  it('says which part is away: nothing was changed by a question', async () => {
    const market = await FakeMarketData.start();
    const bus = await Bus.connect(market.url);
    try {
      market.silent = true;
      const asking = bus.query('marketdata/request/instruments', {}, 50);
      await expect(asking).rejects.toMatchObject({ exitCode: EXIT.unreachable, code: 'REQUEST_TIMEOUT' });
      await expect(bus.ask('marketdata/request/instruments', {}, 50)).rejects.toMatchObject({
        code: 'REQUEST_TIMEOUT',
      });
    } finally {
      await bus.close();
      await market.stop();
    }
  });
});

describe('Bus.connect', () => {
  it('tells how to start a platform where there is none', async () => {
    const url = `tcp://127.0.0.1:${await freePort()}`;
    await expect(Bus.connect(url)).rejects.toMatchObject({
      exitCode: EXIT.unreachable,
      code: 'CONNECT_FAILED',
      remedy: expect.stringContaining('npm start') as unknown,
    });
  });

  it('says of an address that is none what one looks like', async () => {
    await expect(Bus.connect('garbage')).rejects.toMatchObject({
      exitCode: EXIT.failed,
      message: expect.stringContaining('garbage is no address') as unknown,
    });
  });

  it('never repeats a login that stands in the address', async () => {
    const url = `tcp://bob:hidden@127.0.0.1:${await freePort()}`;
    const failure: unknown = await Bus.connect(url).catch((error: unknown) => error);
    expect((failure as Error).message).toMatch(/no event broker answers at tcp:\/\/\[redacted\]@127/);
  });
});
