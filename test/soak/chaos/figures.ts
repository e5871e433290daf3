import type { People } from './people.js';
import type { Services } from './services.js';
import type { Venue } from './venue.js';

export interface Recovery {
  readonly kills: number;
  /** From the kill to the launcher's word that the service is ready again, milliseconds. */
  readonly p50Ms: number;
  readonly maxMs: number;
  /** The same from the start of the process that became ready: without the launcher's pauses after repeated deaths. */
  readonly startP50Ms: number;
  readonly startMaxMs: number;
  /** From the kill to the answer to a command that was sent after it: what people notice. */
  readonly ordersP50Ms: number;
  readonly ordersMaxMs: number;
}

export interface ChaosFigures {
  readonly kills: number;
  readonly freezes: number;
  readonly recovery: Readonly<Record<string, Recovery>>;
  readonly commands: number;
  readonly attempts: number;
  readonly answeredAsDuplicate: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly failures: Readonly<Record<string, number>>;
  readonly venueOrders: number;
  readonly fills: number;
  readonly barsAfterLastKillMs: number;
  readonly warnings: Readonly<Record<string, number>>;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0);
}

function tally(values: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function recoveryOf(services: Services, people: People, name: string): Recovery {
  const kills = services.kills.filter((kill) => kill.service === name);
  const ready = kills.flatMap((kill) => (kill.recoveredAt === undefined ? [] : [kill.recoveredAt - kill.at]));
  const starts = kills.flatMap((kill) =>
    kill.recoveredAt === undefined || kill.startedAt === undefined ? [] : [kill.recoveredAt - kill.startedAt],
  );
  const orders = kills.flatMap((kill) => {
    const first = people.accepted.find(({ sentAt, at }) => sentAt > kill.at && at > kill.at);
    return first === undefined ? [] : [first.at - kill.at];
  });
  return {
    kills: kills.length,
    p50Ms: quantile(ready, 0.5),
    maxMs: quantile(ready, 1),
    startP50Ms: quantile(starts, 0.5),
    startMaxMs: quantile(starts, 1),
    ordersP50Ms: quantile(orders, 0.5),
    ordersMaxMs: quantile(orders, 1),
  };
}

/** What happened, in numbers. */
export function figuresOf(services: Services, people: People, venue: Venue, barsAfterMs: number): ChaosFigures {
  const { commands } = people;
  const names = [...new Set(services.kills.map((kill) => kill.service))].sort();
  // The last answer is that of the repeat at the end.
  const before = commands.map((command) => command.replies.slice(0, -1));
  return {
    kills: services.kills.length,
    freezes: services.freezes,
    recovery: Object.fromEntries(names.map((name) => [name, recoveryOf(services, people, name)])),
    commands: commands.length,
    attempts: commands.reduce((sum, command) => sum + command.attempts, 0),
    answeredAsDuplicate: before.filter((replies) => replies.some((reply) => reply.duplicate)).length,
    refused: tally(before.flatMap(([first]) => (first?.code === undefined ? [] : [first.code]))),
    failures: tally(commands.flatMap((command) => command.failures)),
    venueOrders: new Set(venue.executions.map((execution) => execution.orderId)).size,
    fills: venue.fills.length,
    barsAfterLastKillMs: Math.round(barsAfterMs),
    warnings: services.counts,
  };
}
