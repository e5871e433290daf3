import { DEFAULT_INSTANCES, RUN_NAME, RUN_NAME_RULE } from '@bourseworks/dto/shapes';
import { Setting } from '@bourseworks/observability';
import { IsInt, IsOptional, IsString, Matches, Max, Min, MinLength } from 'class-validator';

export const DEFAULT_HOST_ID = DEFAULT_INSTANCES.host;

/** Variables of the strategy host. Strategies themselves are read by `readStrategies`. */
export class StrategyHostConfig {
  @Setting('last level of its control topic, unique among hosts', '1 to 64 letters, digits, dots, dashes')
  @Matches(/^[A-Za-z0-9_.-]{1,64}$/, { message: 'STRATEGY_HOST_ID must be 1 to 64 letters, digits, dots, dashes' })
  STRATEGY_HOST_ID = DEFAULT_HOST_ID;

  @Setting(
    'JSON list of strategies, at most 256; pairs trading on `sim` when neither this nor the file is set',
    'list of {id, type, account, parameters}',
  )
  @IsOptional()
  @IsString()
  STRATEGIES?: string;

  @Setting('file with such a list, when `STRATEGIES` is not set')
  @IsOptional()
  @IsString()
  STRATEGIES_FILE?: string;

  @Setting('directory with the keys of people (in `actor/` below it); nothing is written there')
  @IsString()
  @MinLength(1)
  DATA_DIR = './var';

  @Setting('folder of `public.key`, by which start and stop are verified; `actor` below `DATA_DIR` without it')
  @IsOptional()
  @IsString()
  ACTOR_KEYS_DIR?: string;

  @Setting('name of the lock-step run that this process belongs to; live without it', RUN_NAME_RULE)
  @IsOptional()
  @Matches(RUN_NAME, { message: `REPLAY_RUN must be ${RUN_NAME_RULE}` })
  REPLAY_RUN?: string;

  @Setting('heap cap of each strategy, MB')
  @IsInt()
  @Min(16)
  @Max(65_536)
  STRATEGY_HEAP_MB = 128;

  @Setting('restarts of a thread that died before the strategy is given up')
  @IsInt()
  @Min(0)
  @Max(1_000)
  STRATEGY_MAX_RESTARTS = 5;

  @Setting('how long a strategy may take to start, seconds; it waits for the other services')
  @IsInt()
  @Min(1)
  @Max(86_400)
  STRATEGY_START_TIMEOUT_S = 180;

  @Setting('attempts for each order command, all with the same commandId')
  @IsInt()
  @Min(1)
  @Max(100)
  ORDER_TRIES = 5;

  @Setting('deadline of each attempt, milliseconds')
  @IsInt()
  @Min(10)
  @Max(60_000)
  ORDER_DEADLINE_MS = 1_000;

  @Setting('how often the OMS is asked for order events that were lost, milliseconds')
  @IsInt()
  @Min(100)
  @Max(600_000)
  ORDER_EVENTS_LOOK_MS = 5_000;

  @Setting(
    'how long one sign of life of a strategy holds at the OMS, seconds; without the next one in time its open orders are cancelled; 0: none are sent',
  )
  @IsInt()
  @Min(0)
  @Max(600)
  STRATEGY_LEASE_SECONDS = 10;

  @Setting('most items of one history answer')
  @IsInt()
  @Min(1)
  @Max(20_000_000)
  HISTORY_MAX_ITEMS = 1_000_000;
}
