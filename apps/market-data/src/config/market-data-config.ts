import { EnvVar, Setting } from '@bourseworks/observability';
import { IsInt, IsString, Matches, Max, Min, MinLength } from 'class-validator';
import { STREAM_PATTERNS } from '../recorder/stream-patterns.js';

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

  @Setting('most that the history cache takes on disk, MB; 0 = history is fetched each time it is asked for')
  @EnvVar('HISTORY_CACHE_MB')
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  historyCacheMb = 1_024;

  @Setting('folder of the files of this machine; history cache and recordings are in `market-data` below it')
  @EnvVar('DATA_DIR')
  @IsString()
  @MinLength(1)
  dataDir = './var';

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

  @Setting(
    'streams that are recorded while they run: patterns such as `sim/*/trade,kraken/BTC-USD/*`; none = no recording',
  )
  @EnvVar('RECORD_STREAMS')
  @IsString()
  @Matches(STREAM_PATTERNS, { message: 'must be a list of venue/symbol/kind, with * for all, such as sim/*/trade' })
  recordStreams = '';

  @Setting('most that recorded segments take on disk, MB; of more the oldest are removed')
  @EnvVar('RECORD_MAX_MB')
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  recordMaxMb = 10_240;

  @Setting('most that recorded trades and bars take in the store of series, MB; of more the oldest are removed')
  @EnvVar('RECORD_STORE_MB')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  recordStoreMb = 1_024;

  @Setting('silence of a member after which a replay fails, seconds')
  @EnvVar('REPLAY_MEMBER_TIMEOUT_S')
  @IsInt()
  @Min(1)
  @Max(3_600)
  replayMemberTimeoutS = 30;
}
