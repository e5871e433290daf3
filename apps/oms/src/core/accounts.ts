import type { OrderEngine } from '@bourseworks/order-engine';
import { CodedRpcException } from '@bourseworks/solace-transport';

export const isAccount = (engine: OrderEngine, id: string): boolean => engine.portfolio.accountIds().includes(id);

/** The refusal for an account that is not configured, with those that are. */
export const accountUnknown = (engine: OrderEngine): CodedRpcException =>
  new CodedRpcException('ACCOUNT_UNKNOWN', 'no such account', { accounts: engine.portfolio.accountIds().join(', ') });
