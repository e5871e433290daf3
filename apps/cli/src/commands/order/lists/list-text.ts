import type { ListStateName, OrderEventShape, OrderListLegShape, OrderListShape } from '@bourseworks/dto/shapes';
import type { Column, Output, Style } from '../../../output/output.js';
import { isoOf } from '../../../streams/iso-time.js';
import { termsText } from '../order-text.js';

const STATES: Readonly<Record<ListStateName, Style>> = {
  WAITING: 'warn',
  WORKING: 'warn',
  CANCELLING: 'warn',
  ENDED: 'dim',
};

const isZero = (decimal: string): boolean => !/[1-9]/.test(decimal);

/** What somebody has to look at: nothing in most lists. */
function alarms(output: Output, { overshoot, legs }: OrderListShape): string {
  const uncovered = legs.filter((leg) => !isZero(leg.uncovered)).map((leg) => `${leg.role} lacks ${leg.uncovered}`);
  const denied = legs.flatMap(({ role, denied: code }) => (code === undefined ? [] : [`${role} denied: ${code}`]));
  const beyond = isZero(overshoot) ? [] : [`${overshoot} beyond the entry`];
  return output.style('bad', [...beyond, ...uncovered, ...denied].join(', '));
}

const endings = { command: 'ended by command', venue: 'ended by the venue', control: 'ended by risk' } as const;

/** What becomes of a place, beside its quantities. */
function legState({ waiting, heldQty, ended, cumQty, leavesQty, quantity }: OrderListLegShape): string {
  if (ended !== undefined) return endings[ended];
  if (waiting && isZero(leavesQty)) return 'waits';
  if (!isZero(heldQty)) return 'held until its trigger';
  if (!isZero(leavesQty)) return 'open';
  return cumQty === quantity ? 'filled' : 'ended';
}

const legWord = (leg: OrderListLegShape): string => `${leg.role} ${legState(leg)}`;

/** Instruments of a list, each once. */
const instrumentsOf = ({ legs }: OrderListShape): string =>
  [...new Set(legs.map(({ venue, symbol }) => `${venue}/${symbol}`))].join(' ');

/** Lists, one a row. */
export function listTable(output: Output, lists: readonly OrderListShape[]): string {
  const columns: Column<OrderListShape>[] = [
    { header: 'listId', cell: ({ listId }) => output.style('strong', listId) },
    { header: 'kind', cell: ({ kind }) => kind },
    { header: 'account', cell: ({ account }) => account },
    { header: 'strategy', cell: ({ strategy }) => strategy },
    { header: 'symbol', cell: instrumentsOf },
    { header: 'state', cell: ({ state }) => output.style(STATES[state], state) },
    { header: 'orders', cell: ({ legs }) => legs.map(legWord).join(', ') },
    { header: 'alarm', cell: (list) => alarms(output, list) },
    { header: 'time', cell: ({ time }) => isoOf(time) },
  ];
  return output.table(columns, lists);
}

/** One list with its places. `orders` are the newest of each, as far as they are known. */
export function listText(output: Output, list: OrderListShape, orders: readonly OrderEventShape[]): string {
  const { listId, kind, account, strategy, state, commandId, release, onLegCancel, closeOvershoot, time } = list;
  const byId = new Map(orders.map((order) => [order.clOrdId, order]));
  const terms = ({ clOrdId }: OrderListLegShape): string => {
    const order = byId.get(clOrdId);
    return order === undefined ? '' : termsText(output, order);
  };
  const columns: Column<OrderListLegShape>[] = [
    { header: 'role', cell: ({ role }) => role },
    { header: 'clOrdId', cell: ({ clOrdId }) => output.style('strong', clOrdId) },
    { header: 'order', cell: terms },
    { header: 'filled', cell: ({ cumQty }) => cumQty, align: 'right' },
    { header: 'open', cell: ({ leavesQty }) => leavesQty, align: 'right' },
    { header: 'state', cell: legState },
  ];
  const options = [`release ${release}`, `onLegCancel ${onLegCancel}`, ...(closeOvershoot ? ['closeOvershoot'] : [])];
  const head = `${output.style('strong', listId)}  ${kind} of ${strategy} in ${account}  ${output.style(STATES[state], state)}`;
  const alarm = alarms(output, list);
  return [
    head,
    `commandId ${commandId}, ${isoOf(time)}, ${options.join(', ')}`,
    ...(alarm === '' ? [] : [alarm]),
    output.table(columns, list.legs),
  ].join('\n');
}
