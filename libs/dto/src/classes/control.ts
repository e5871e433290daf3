import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateIf,
  IsNumber,
  Min,
  Max,
} from 'class-validator';
import type { KillRequestShape, StrategyControlShape } from '../shapes/control.js';
import type { ReplayStartShape } from '../shapes/replay.js';
import { IsId, IsNanosText, IsStrategyId } from './validators.js';

const MAX_REASON = 500;
const MAX_MEMBERS = 100;

export class KillRequest implements KillRequestShape {
  @IsId()
  commandId: string;

  @IsId()
  actor: string;

  @IsString()
  @MinLength(1)
  @MaxLength(MAX_REASON)
  reason: string;
}

export class StrategyControl implements StrategyControlShape {
  @IsIn(['list', 'start', 'stop'])
  action: 'list' | 'start' | 'stop';

  @IsOptional()
  @IsStrategyId()
  id?: string;
}

export class ReplayStart implements ReplayStartShape {
  @IsId()
  run: string;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_MEMBERS)
  @IsString({ each: true })
  members: string[];

  @IsNanosText()
  from: string;

  @IsNanosText()
  to: string;

  @ValidateIf((o: ReplayStart) => o.speed !== 'lock-step')
  @IsNumber()
  @Min(0.01)
  @Max(1_000_000)
  speed: 'lock-step' | number;
}
