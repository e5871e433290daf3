import { Module } from '@nestjs/common';
import { parseReplayConfig } from './config.js';
import { ReplayCatalogue } from './market-data/replay-catalogue.js';
import { ReplayAdapter } from './replay.adapter.js';

async function createAdapter(): Promise<ReplayAdapter> {
  const config = parseReplayConfig(process.env);
  // Looked at now: a wrong folder or file is a mistake of the start, not something that a later attempt mends.
  await ReplayCatalogue.load(config);
  return new ReplayAdapter(config);
}

/** Provides ReplayAdapter, configured by REPLAY_DATA, REPLAY_VENUES and PAPER_FEE_RATE. */
@Module({
  providers: [{ provide: ReplayAdapter, useFactory: createAdapter }],
  exports: [ReplayAdapter],
})
export class ReplayAdapterModule {}
