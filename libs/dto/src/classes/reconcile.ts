import { IsOptional } from 'class-validator';
import type { ReconcileQueryShape, ReconcileRequestShape } from '../shapes/reconcile.js';
import { RiskCommand } from './risk.js';
import { IsId } from './validators.js';

export class ReconcileQuery implements ReconcileQueryShape {
  @IsOptional()
  @IsId()
  adapter?: string;
}

export class ReconcileRequest extends RiskCommand implements ReconcileRequestShape {}
