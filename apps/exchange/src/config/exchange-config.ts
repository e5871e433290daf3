import { EnvVar } from '@bourseworks/observability';
import { ArrayMinSize, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { LISTINGS } from '../instruments/listings.js';

/** Settings of the simulated exchange, from the environment. */
export class ExchangeConfig {
  /** Seed of every random walk; the same seed gives the same market history up to the clock. */
  @EnvVar('EXCHANGE_SEED')
  @IsInt()
  @Min(0)
  @Max(4_294_967_295)
  seed = 42;

  /** Steps of the background market per second, over all instruments; 0 = a market that stands still. */
  @EnvVar('EXCHANGE_TICKS_PER_SECOND')
  @IsInt()
  @Min(0)
  @Max(20_000)
  ticksPerSecond = 20;

  /** Hours of bar history made up at the start. */
  @EnvVar('EXCHANGE_HISTORY_HOURS')
  @IsInt()
  @Min(0)
  @Max(48)
  historyHours = 6;

  @EnvVar('EXCHANGE_INSTRUMENTS')
  @ArrayMinSize(1)
  @IsIn(LISTINGS.map((listing) => listing.spec.symbol), { each: true })
  instruments: string[] = LISTINGS.map((listing) => listing.spec.symbol);

  /** Cash of an account when it is opened, USD. */
  @EnvVar('EXCHANGE_INITIAL_CASH')
  @Matches(/^\d{1,15}(\.\d{1,8})?$/)
  initialCash = '1000000';

  /** Fees in parts per million of the notional; negative = rebate. */
  @EnvVar('EXCHANGE_MAKER_FEE_PPM')
  @IsInt()
  @Min(-10_000)
  @Max(10_000)
  makerFeePpm = 20;

  @EnvVar('EXCHANGE_TAKER_FEE_PPM')
  @IsInt()
  @Min(0)
  @Max(10_000)
  takerFeePpm = 100;

  /** Bytes that may wait for one WebSocket client before it is cut off as too slow. */
  @EnvVar('EXCHANGE_CLIENT_BUFFER_BYTES')
  @IsInt()
  @Min(65_536)
  @Max(67_108_864)
  clientBufferBytes = 2_097_152;

  @EnvVar('EXCHANGE_MAX_CLIENTS')
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxClients = 256;

  @EnvVar('EXCHANGE_HEARTBEAT_MS')
  @IsInt()
  @Min(50)
  @Max(60_000)
  heartbeatMs = 5_000;
}
