import { IsOptional, IsString, Matches, MinLength } from 'class-validator';

/** Settings of the OMS, from environment variables of these names. */
export class OmsConfig {
  /** Directory of the journal: a local disk of this process alone. */
  @IsString()
  @MinLength(1)
  DATA_DIR = './var';

  /** First part of every clOrdId, so that orders of two environments at one broker never share an id. */
  @Matches(/^[a-z0-9]{1,12}$/, { message: 'BOURSEWORKS_ENV must be 1-12 small letters or digits' })
  BOURSEWORKS_ENV = 'dev';

  /** JSON list of {id, currency, cash}. */
  @IsString()
  ACCOUNTS = '[{"id":"SIM","currency":"USD","cash":"1000000"}]';

  /** JSON file with the risk limits; built-in limits when it is not set. */
  @IsOptional()
  @IsString()
  RISK_FILE?: string;

  /** Name of the lock-step run that this process belongs to; live when it is not set. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'REPLAY_RUN must be 1-64 letters, digits, _ or -' })
  REPLAY_RUN?: string;
}
