import 'reflect-metadata';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { ReplayAdapter } from './replay.adapter.js';
import { ReplayAdapterModule } from './replay.module.js';
import { feed, feedFolder } from './test/feed-folder.js';

const GOOD = { 'btcusdt_20200101.gz': [feed.trade(1, 1, '10.00', '1')] };

let before: string | undefined;
beforeEach(() => {
  before = process.env['REPLAY_DATA'];
});
afterEach(() => {
  if (before === undefined) delete process.env['REPLAY_DATA'];
  else process.env['REPLAY_DATA'] = before;
});

async function start(files: Readonly<Record<string, readonly string[]>>): Promise<ReplayAdapter> {
  process.env['REPLAY_DATA'] = feedFolder(files);
  const app = await NestFactory.createApplicationContext(ReplayAdapterModule, { logger: false, abortOnError: false });
  const adapter = app.get(ReplayAdapter);
  await app.close();
  return adapter;
}

it('a folder whose instruments cannot be told is refused at the start, by the file: later nobody would say why', async () => {
  expect((await start(GOOD)).venues).toContain('binance');
  const unknown = start({ ...GOOD, 'btcxyz_20200101.gz': [feed.snapshot(1, 1, [['1', '1']], [])] });
  await expect(unknown).rejects.toMatchObject({
    code: 'INSTRUMENT_INVALID',
    message: 'btcxyz_20200101.gz: the currency of BTCXYZ is not known',
  });
  await expect(start({ ...GOOD, 'adausdt_20200101.gz': [] })).rejects.toMatchObject({ code: 'DATA_FORMAT' });
});
