import { EnvVar, Setting } from '@bourseworks/observability';
import { IsInt, Max, Min } from 'class-validator';

/** Settings of the market-data service, from the environment. */
export class MarketDataConfig {
  @Setting('threads that read history, one request each')
  @EnvVar('HISTORY_WORKERS')
  @IsInt()
  @Min(1)
  @Max(64)
  historyWorkers = 1;

  @Setting('requests that may wait for one; beyond it `HISTORY_BUSY`')
  @EnvVar('HISTORY_QUEUE')
  @IsInt()
  @Min(0)
  @Max(10_000)
  historyQueue = 16;

  @Setting('longest range of one request, days')
  @EnvVar('HISTORY_MAX_DAYS')
  @IsInt()
  @Min(1)
  @Max(36_600)
  historyMaxDays = 3_660;

  @Setting('threads that hold live streams')
  @EnvVar('LIVE_WORKERS')
  @IsInt()
  @Min(1)
  @Max(64)
  liveWorkers = 1;

  @Setting('streams that may run at a time')
  @EnvVar('MARKET_DATA_MAX_STREAMS')
  @IsInt()
  @Min(1)
  @Max(100_000)
  maxStreams = 1_000;

  @Setting('silence of a member after which a replay fails, seconds')
  @EnvVar('REPLAY_MEMBER_TIMEOUT_S')
  @IsInt()
  @Min(1)
  @Max(3_600)
  replayMemberTimeoutS = 30;
}
