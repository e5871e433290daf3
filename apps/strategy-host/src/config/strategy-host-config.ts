import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

export const DEFAULT_HOST_ID = 'host1';

/** Variables of the strategy host. Strategies themselves are read by `readStrategies`. */
export class StrategyHostConfig {
  /** Last level of the control topic; unique among hosts. */
  @Matches(/^[A-Za-z0-9_.-]{1,64}$/, { message: 'STRATEGY_HOST_ID must be 1 to 64 letters, digits, dots, dashes' })
  STRATEGY_HOST_ID = DEFAULT_HOST_ID;

  /** JSON list of {id, type, account, parameters}. */
  @IsOptional()
  @IsString()
  STRATEGIES?: string;

  /** File with such a list; used when STRATEGIES is not set. */
  @IsOptional()
  @IsString()
  STRATEGIES_FILE?: string;

  /** Lock-step replay: its run. Unset when live. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_.-]{1,64}$/, { message: 'REPLAY_RUN must be 1 to 64 letters, digits, dots, dashes' })
  REPLAY_RUN?: string;

  /** Heap cap of each strategy in MB. */
  @IsInt()
  @Min(16)
  @Max(65_536)
  STRATEGY_HEAP_MB = 128;

  /** Restarts of a thread that died before the strategy is given up. */
  @IsInt()
  @Min(0)
  @Max(1_000)
  STRATEGY_MAX_RESTARTS = 5;

  /** How long a strategy may take to start, seconds: it waits for the other services. */
  @IsInt()
  @Min(1)
  @Max(86_400)
  STRATEGY_START_TIMEOUT_S = 180;

  /** Attempts for each order command, all with the same commandId. */
  @IsInt()
  @Min(1)
  @Max(100)
  ORDER_TRIES = 5;

  /** Deadline of each attempt, milliseconds. */
  @IsInt()
  @Min(10)
  @Max(60_000)
  ORDER_DEADLINE_MS = 1_000;

  /** How often the OMS is asked for order events that were lost, milliseconds. */
  @IsInt()
  @Min(100)
  @Max(600_000)
  ORDER_EVENTS_LOOK_MS = 5_000;

  /** Most items of one history answer. */
  @IsInt()
  @Min(1)
  @Max(20_000_000)
  HISTORY_MAX_ITEMS = 1_000_000;
}
