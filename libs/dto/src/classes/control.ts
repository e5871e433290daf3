import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import type { KillRequestShape, StrategyControlShape } from '../shapes/control.js';
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
