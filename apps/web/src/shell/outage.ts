import { useEffect, useState } from 'react';
import type { DeskState } from '../store/desk-slice.js';
import { useApp } from '../store/store.js';

/** A blink is no outage: sockets that are back within this time block nothing. */
export const GRACE_MS = 1_000;

export interface Outage {
  readonly market: boolean;
  readonly orders: boolean;
  readonly oms: boolean;
}

const none: Outage = { market: false, orders: false, oms: false };

const isOut = ({ phase, since }: DeskState['sockets']['market'], now: number): boolean =>
  phase !== 'up' && now - since > GRACE_MS;

export function outageOf(sockets: DeskState['sockets'], omsLive: boolean, loaded: boolean, now: number): Outage {
  const orders = isOut(sockets.orders, now);
  return { market: isOut(sockets.market, now), orders, oms: !orders && loaded && !omsLive };
}

export const isBlocked = ({ market, orders, oms }: Outage): boolean => market || orders || oms;

/** What is away now; looked at again as time passes. */
export function useOutage(): Outage {
  const sockets = useApp(({ desk }) => desk.sockets);
  const omsLive = useApp(({ book }) => book.omsLive);
  const loaded = useApp(({ book }) => book.loaded);
  const [, setTick] = useState(0);
  const waiting = sockets.market.phase !== 'up' || sockets.orders.phase !== 'up';
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => setTick((tick) => tick + 1), 250);
    return () => clearInterval(timer);
  }, [waiting]);
  const { market, orders, oms } = outageOf(sockets, omsLive, loaded, Date.now());
  return market || orders || oms ? { market, orders, oms } : none;
}

export function outageText({ market, orders, oms }: Outage): string {
  if (market && orders) return 'The connection to the gateway is down';
  if (orders) return 'The orders feed is down';
  if (market) return 'Market data are down';
  return oms ? 'The order management service does not answer' : '';
}
