import type { Response } from 'express';
import { RefusedCommand } from '../http/refused-command.js';
import type { Placed } from './order-placement.js';
import type { Receipt } from './order-types.js';

/** HTTP status of an answer to a request to place something. */
export function statusOf({ receipt }: Placed): number {
  if (receipt.state === 'Unknown' && receipt.sequence === undefined) return 202;
  return receipt.duplicate ? 200 : 201;
}

/** @throws RefusedCommand the same for every repeat of what was refused */
export function receiptOf({ receipt, refused, details }: Placed): Receipt {
  if (!refused) return receipt;
  const { clientOrderId = '', commandId, clOrdId, sequence, code = 'ORDER_REJECTED', reason } = receipt;
  throw new RefusedCommand({
    code,
    message: reason ?? 'it was refused',
    details: {
      clientOrderId,
      commandId,
      ...(clOrdId === undefined ? {} : { clOrdId }),
      ...(sequence === undefined ? {} : { sequence }),
      ...details,
    },
  });
}

/** 202 where nobody answered. */
export function answered(response: Response, receipt: Receipt): Receipt {
  if (receipt.state === 'Unknown' && receipt.sequence === undefined) response.status(202);
  return receipt;
}
