import { RiskBuilder } from '@bourseworks/risk';
import type { SubmitCommand } from '../../src/index.js';

export const quantities = { [-1]: '99', 0: '100', 1: '101' } as const;
export const buy = (quantity: string, price = '50.00'): Partial<SubmitCommand> => ({ quantity, price });
export const sell = (quantity: string, price = '50.10'): Partial<SubmitCommand> => ({ side: 'SELL', quantity, price });
export const other = (change: Partial<SubmitCommand>): Partial<SubmitCommand> => ({ ...change, strategy: 't' });
export const firm = (): RiskBuilder => RiskBuilder.for('firm');
export const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI'] as const;
export const SECOND = 1_000_000;
