import { describe, expect, it, jest } from '@jest/globals';
import { SmfBroker } from '@bourseworks/smf-broker';
import { eventually } from '@bourseworks/testkit';
import { Bus } from './bus.js';

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
