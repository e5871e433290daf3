import type { OrderType, TimeInForce } from '@bourseworks/domain';
import type { BrokerInstruction } from '@bourseworks/ports';
import { denial, type Denial } from './context.js';
import type { Route } from './engine-state.js';
import { holdsStop } from './trigger/held-stop.js';

/** What a route has to be able to do for an order. */
export interface Demands {
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly displayQty?: string | number;
  readonly postOnly?: boolean;
}

/** The one place that refuses an order type which the venue of the route lacks. */
function refuseType({ adapter, capabilities: { orderTypes } }: Route, type: OrderType): Denial | undefined {
  if (orderTypes.includes(type)) return undefined;
  return denial('ORDER_TYPE_UNSUPPORTED', `${adapter} does not take ${type} orders, it takes ${orderTypes.join(', ')}`);
}

function refuseInstruction({ adapter, capabilities }: Route, name: BrokerInstruction): Denial | undefined {
  const { instructions = [] } = capabilities;
  if (instructions.includes(name)) return undefined;
  const some = instructions.length === 0 ? 'none' : instructions.join(', ');
  return denial('ORDER_TYPE_UNSUPPORTED', `${adapter} does not follow ${name}, of instructions it follows ${some}`);
}

/** A stop that the venue lacks is held by the OMS, which knows no end of day and shows nothing. */
function checkHeldStop({ type, timeInForce, displayQty }: Demands, route: Route): Denial | undefined {
  if (timeInForce !== 'GTC')
    return denial(
      'ORDER_TYPE_UNSUPPORTED',
      `${route.adapter} does not take ${type} orders, it takes ${route.capabilities.orderTypes.join(', ')}; the OMS holds them as GTC only`,
    );
  return displayQty === undefined || Number(displayQty) === 0 ? undefined : refuseInstruction(route, 'ICEBERG');
}

/** Denies what the venue of a route cannot do. Reduce-only is not asked for: the OMS holds to it itself. */
export function checkRoute(demands: Demands, route: Route): Denial | undefined {
  const { type, timeInForce, displayQty, postOnly } = demands;
  const { timesInForce } = route.capabilities;
  if (holdsStop(type, route)) return checkHeldStop(demands, route);
  const noType = refuseType(route, type);
  if (noType !== undefined) return noType;
  if (!timesInForce.includes(timeInForce))
    return denial(
      'ORDER_TYPE_UNSUPPORTED',
      `${route.adapter} does not take ${timeInForce} orders, it takes ${timesInForce.join(', ')}`,
    );
  if (postOnly === true) {
    const denied = refuseInstruction(route, 'POST_ONLY');
    if (denied !== undefined) return denied;
  }
  return displayQty === undefined || Number(displayQty) === 0 ? undefined : refuseInstruction(route, 'ICEBERG');
}
