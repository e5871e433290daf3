import { Module } from '@nestjs/common';
import { parseReplayConfig } from './config.js';
import { checkDataRoot } from './market-data/replay-catalogue.js';
import { ReplayAdapter } from './replay.adapter.js';

function createAdapter(): ReplayAdapter {
  const config = parseReplayConfig(process.env);
  // Looked at now: a wrong folder is a mistake of the start, not something that a later attempt mends.
  checkDataRoot(config.dataRoot);
  return new ReplayAdapter(config);
}

/** Provides ReplayAdapter, configured by REPLAY_DATA, REPLAY_VENUES and PAPER_FEE_RATE. */
@Module({
  providers: [{ provide: ReplayAdapter, useFactory: createAdapter }],
  exports: [ReplayAdapter],
})
export class ReplayAdapterModule {}
