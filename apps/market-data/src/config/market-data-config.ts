import { EnvVar } from '@bourseworks/observability';
import { IsInt, Max, Min } from 'class-validator';

/** Settings of the market-data service, from the environment. */
export class MarketDataConfig {
  /** Threads that read history; each serves one request at a time. */
  @EnvVar('HISTORY_WORKERS')
  @IsInt()
  @Min(1)
  @Max(64)
  historyWorkers = 1;

  /** Requests that may wait for a history worker; beyond it HISTORY_BUSY. */
  @EnvVar('HISTORY_QUEUE')
  @IsInt()
  @Min(0)
  @Max(10_000)
  historyQueue = 16;

  /** Longest range of one history request, days. */
  @EnvVar('HISTORY_MAX_DAYS')
  @IsInt()
  @Min(1)
  @Max(36_600)
  historyMaxDays = 3_660;

  /** Threads that hold live streams. */
  @EnvVar('LIVE_WORKERS')
  @IsInt()
  @Min(1)
  @Max(64)
  liveWorkers = 1;

  /** Streams that may run at a time. */
  @EnvVar('MARKET_DATA_MAX_STREAMS')
  @IsInt()
  @Min(1)
  @Max(100_000)
  maxStreams = 1_000;

  /** Silence of a replay's member after which the run fails, seconds. */
  @EnvVar('REPLAY_MEMBER_TIMEOUT_S')
  @IsInt()
  @Min(1)
  @Max(3_600)
  replayMemberTimeoutS = 30;
}
