import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { CASH_KINDS, type CashKind, type CashRequestShape, type ReportQueryShape } from '../shapes/portfolio.js';
import { RiskCommand } from './risk.js';
import { IsDecimalText, IsId, IsSignedDecimalText, IsStrategyId } from './validators.js';

const MAX_DAYS = 36_525;
const MAX_SPLIT = 1_000_000;

export class CashRequest extends RiskCommand implements CashRequestShape {
  @IsIn(CASH_KINDS)
  kind: CashKind;

  @IsOptional()
  @IsId()
  venue?: string;

  @IsOptional()
  @IsId()
  symbol?: string;

  @IsOptional()
  @IsStrategyId()
  strategy?: string;

  @IsOptional()
  @IsId()
  currency?: string;

  @IsOptional()
  @IsDecimalText()
  amount?: string;

  @IsOptional()
  @IsSignedDecimalText()
  rate?: string;

  @IsOptional()
  @IsDecimalText()
  price?: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_DAYS)
  days?: number;

  @IsOptional()
  @IsIn([360, 365])
  yearDays?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_SPLIT)
  n?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_SPLIT)
  m?: number;
}

export class ReportQuery implements ReportQueryShape {
  @IsOptional()
  @IsId()
  account?: string;

  @IsOptional()
  @IsId()
  strategy?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}
