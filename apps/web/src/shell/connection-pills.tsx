import { useApp } from '../store/store.js';
import type { SocketPhase } from '../store/desk-slice.js';
import { StateSign } from './icons.js';

const words: Record<SocketPhase, string> = { up: 'live', connecting: 'connecting', down: 'down' };

interface PillProps {
  readonly name: string;
  readonly phase: SocketPhase;
  readonly testId: string;
  readonly reason?: string | undefined;
}

function Pill({ name, phase, testId, reason }: PillProps) {
  return (
    <span className={`pill pill--${phase}`} data-testid={testId} data-state={phase} title={reason ?? words[phase]}>
      <StateSign phase={phase} />
      {name}
      <span className={phase === 'up' ? 'hidden-text' : undefined}>{words[phase]}</span>
    </span>
  );
}

function omsPhase(orders: SocketPhase, loaded: boolean, live: boolean): SocketPhase {
  if (orders !== 'up' || !loaded) return orders === 'down' ? 'down' : 'connecting';
  return live ? 'up' : 'down';
}

export function ConnectionPills() {
  const { market, orders } = useApp(({ desk }) => desk.sockets);
  const loaded = useApp(({ book }) => book.loaded);
  const live = useApp(({ book }) => book.omsLive);
  return (
    <div className="pills" role="status" aria-label="Connections">
      <Pill name="Market" phase={market.phase} testId="conn-market" reason={market.reason} />
      <Pill name="Orders" phase={orders.phase} testId="conn-orders" reason={orders.reason} />
      <Pill name="OMS" phase={omsPhase(orders.phase, loaded, live)} testId="conn-oms" />
    </div>
  );
}
