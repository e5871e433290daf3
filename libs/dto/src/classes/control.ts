import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import type { KillRequestShape, LeaseHeartbeatShape, StrategyControlShape } from '../shapes/control.js';
import { IsClaim, IsId, IsStrategyId } from './validators.js';

const MAX_REASON = 500;

export class KillRequest implements KillRequestShape {
  @IsId()
  commandId: string;

  @IsId()
  actor: string;

  @IsString()
  @MinLength(1)
  @MaxLength(MAX_REASON)
  reason: string;

  @IsOptional()
  @IsBoolean()
  flatten?: boolean;

  @IsOptional()
  @IsBoolean()
  force?: boolean;

  @IsClaim()
  claim?: string;
}

export class StrategyControl implements StrategyControlShape {
  @IsIn(['list', 'start', 'stop'])
  action: 'list' | 'start' | 'stop';

  @IsOptional()
  @IsStrategyId()
  id?: string;

  @IsOptional()
  @IsId()
  commandId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_REASON)
  reason?: string;

  @IsClaim()
  claim?: string;
}

const MAX_TTL_US = 600_000_000;

export class LeaseHeartbeat implements LeaseHeartbeatShape {
  @IsOptional()
  @IsId()
  account?: string;

  @IsOptional()
  @IsStrategyId()
  strategy?: string;

  @IsOptional()
  @IsId()
  session?: string;

  @IsInt()
  @Min(0)
  @Max(MAX_TTL_US)
  ttlUs: number;

  @IsInt()
  @Min(0)
  epoch: number;

  @IsInt()
  @Min(1)
  sequence: number;
}
