import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../config/config-error.js';
import { withCorrelation } from '../correlation/correlation.js';
import { createLogger } from './create-logger.js';

function recorded(env: NodeJS.ProcessEnv = {}) {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('test', env, { write: (text) => void lines.push(JSON.parse(text)) });
  return { lines, logger };
}

describe('createLogger', () => {
  it('writes the level as text, the service, the time and the fields', () => {
    const { lines, logger } = recorded();
    logger.info({ event: 'order.submitted', secret: 's' }, 'words');
    expect(lines[0]).toMatchObject({
      level: 'info',
      service: 'test',
      event: 'order.submitted',
      secret: '[redacted]',
      msg: 'words',
    });
    expect(lines[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('adds the correlation id of the work at hand, after an await too', async () => {
    const { lines, logger } = recorded();
    await withCorrelation('c-1', async () => {
      await Promise.resolve();
      logger.info({ event: 'inside' });
    });
    logger.info({ event: 'outside' });
    expect(lines.map((line) => line['correlationId'])).toEqual(['c-1', undefined]);
  });

  it('keeps concurrent correlations apart', async () => {
    const { lines, logger } = recorded();
    const work = async (id: string): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      logger.info({ event: 'work', id });
    };
    await Promise.all(['a', 'b', 'c'].map((id) => withCorrelation(id, () => work(id))));
    expect(lines.every((line) => line['id'] === line['correlationId'])).toBe(true);
  });

  it('obeys LOG_LEVEL and refuses one that does not exist', () => {
    const { lines, logger } = recorded({ LOG_LEVEL: 'warn' });
    logger.info('no');
    logger.warn('yes');
    expect(lines).toHaveLength(1);
    expect(() => recorded({ LOG_LEVEL: 'loud' })).toThrow(ConfigError);
  });

  it("keeps Nest's start-up chatter for debugging", () => {
    const { lines, logger } = recorded();
    logger.info({ context: 'RouterExplorer' }, 'Mapped {/}');
    const debug = recorded({ LOG_LEVEL: 'debug' });
    debug.logger.info({ context: 'RouterExplorer' }, 'Mapped {/}');
    expect([lines.length, debug.lines.length]).toEqual([0, 1]);
  });
});
