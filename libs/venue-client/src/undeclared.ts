import type { ErrorCode, ExecutionReport, OrderTerms } from '@bourseworks/domain';
import type { BrokerCapabilities, BrokerInstruction } from '@bourseworks/ports';

export interface Undeclared {
  readonly code: ErrorCode;
  readonly reason: string;
}

function instructionsOf({ instructions }: OrderTerms): BrokerInstruction[] {
  if (instructions === undefined) return [];
  const { postOnly, reduceOnly, displayQty } = instructions;
  return [
    ...(postOnly ? (['POST_ONLY'] as const) : []),
    ...(reduceOnly ? (['REDUCE_ONLY'] as const) : []),
    ...(displayQty > 0 ? (['ICEBERG'] as const) : []),
  ];
}

/**
 * What of an order's terms the adapter does not declare; undefined when it declares all. Looked at before an order is sent:
 * a venue that ignores a field it does not know would take a stop for a market order.
 */
export function undeclared(capabilities: BrokerCapabilities, terms: OrderTerms): Undeclared | undefined {
  const refuse = (reason: string): Undeclared => ({ code: 'ORDER_TYPE_UNSUPPORTED', reason });
  if (!capabilities.orderTypes.includes(terms.type)) return refuse(`the venue takes no ${terms.type} orders`);
  if (!capabilities.timesInForce.includes(terms.timeInForce))
    return refuse(`the venue takes no ${terms.timeInForce} orders`);
  const instruction = instructionsOf(terms).find((one) => capabilities.instructions?.includes(one) !== true);
  return instruction === undefined ? undefined : refuse(`the venue follows no ${instruction} instruction`);
}

/** The report of an order that is not sent for that reason. */
export function rejection(clOrdId: string, { code, reason }: Undeclared, us: number): ExecutionReport {
  return { clOrdId, execId: '', execType: 'Rejected', ordStatus: 'Rejected', code, reason, us, ns: 0 };
}
