import { Module } from '@nestjs/common';
import { parseReplayConfig } from './config.js';
import { ReplayAdapter } from './replay.adapter.js';

/** Provides ReplayAdapter, configured by REPLAY_DATA, REPLAY_VENUES and PAPER_FEE_RATE. */
@Module({
  providers: [{ provide: ReplayAdapter, useFactory: () => new ReplayAdapter(parseReplayConfig(process.env)) }],
  exports: [ReplayAdapter],
})
export class ReplayAdapterModule {}
