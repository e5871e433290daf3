import { describe, expect, it } from '@jest/globals';
import { startProcess } from '@bourseworks/testkit';

const entry = 'libs/testkit/fixtures/echo.process.js';

describe('startProcess', () => {
  it('collects JSON log lines and plain lines', async () => {
    const child = startProcess({ entry, args: ['a'], env: { GIVEN: 'yes' } });
    expect(await child.waitFor('echo.started')).toMatchObject({ args: ['a'], given: 'yes' });
    expect(await child.waitFor((line) => line['text'] === 'plain words')).toEqual({ text: 'plain words' });
    expect(await child.stop()).toEqual({ code: 0, signal: null });
  });

  it('fails a wait at once when the process ends, with its code and output', async () => {
    const child = startProcess({ entry });
    await child.waitFor('echo.started');
    const waiting = child.waitFor('never', 60_000);
    child.send({ type: 'crash' });
    await expect(waiting).rejects.toThrow(/event never did not come, it ended \(code 3\)[^]*plain words/);
  });

  it('fails a wait that takes too long', async () => {
    const child = startProcess({ entry });
    await child.waitFor('echo.started');
    await expect(child.waitFor('never', 20)).rejects.toThrow('nothing within 20 ms');
    await child.kill();
  });

  it('names the file that is not built', () => {
    expect(() => startProcess({ entry: 'libs/testkit/fixtures/none.js' })).toThrow(
      'dist/libs/testkit/fixtures/none.js does not exist: run `npm run build`',
    );
  });
});
