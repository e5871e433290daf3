import { useEffect, useState } from 'react';
import { trading, type OrderPreview, type OrderTicket } from '../api/trading.js';

const WAIT_MS = 250;

/** What the order would do, a moment after the last keystroke. Undefined while it is not known. */
export function usePreview(ticket: OrderTicket | undefined): OrderPreview | undefined {
  const [preview, setPreview] = useState<OrderPreview>();
  // The id does not matter to it: another one is no other order.
  const key = ticket && JSON.stringify({ ...ticket, clientOrderId: 'preview' });
  useEffect(() => {
    setPreview(undefined);
    if (key === undefined) return undefined;
    let wanted = true;
    const timer = setTimeout(() => {
      trading.preview(JSON.parse(key) as OrderTicket).then(
        (answer) => wanted && setPreview(answer),
        () => undefined,
      );
    }, WAIT_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key]);
  return preview;
}
