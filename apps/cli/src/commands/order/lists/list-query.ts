import { ORDER_QUERY, type ListsReplyShape, type OrderListShape } from '@bourseworks/dto/shapes';
import type { Bus } from '../../../bus.js';
import { EXIT } from '../../../exit-codes.js';
import { CliFailure } from '../../../failure.js';

/** A list as the OMS has it. @throws CliFailure with ORDER_UNKNOWN when there is none of this id */
export async function listOf(bus: Bus, listId: string): Promise<OrderListShape> {
  const { lists } = await bus.query<ListsReplyShape>(ORDER_QUERY.lists, { listId });
  const [list] = lists;
  if (list !== undefined) return list;
  throw new CliFailure(
    EXIT.refused,
    'no such list of orders',
    '`bourse order lists` shows those that are known; one that ended is forgotten with the last of its orders.',
    'ORDER_UNKNOWN',
    { listId },
  );
}
