import type { People } from './people.js';
import type { Services } from './services.js';
import type { Venue } from './venue.js';

/** What happened in one life of the platform, in numbers. */
export interface RoundFigures {
  readonly kills: number;
  readonly killed: Readonly<Record<string, number>>;
  readonly freezes: number;
  readonly venueFaults: number;
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

function tally(values: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** From each kill of a process to the launcher's word that its service is ready again, milliseconds. */
export function recoverMsOf(services: Services): number[] {
  return services.kills.flatMap(({ at, recoveredAt }) => (recoveredAt === undefined ? [] : [recoveredAt - at]));
}

export function roundFigures(services: Services, people: People, venue: Venue, barsAfterMs: number): RoundFigures {
  const { commands } = people;
  // The last answer is that of the repeat at the end.
  const before = commands.map((command) => command.replies.slice(0, -1));
  const killed = tally(services.kills.map(({ service }) => service));
  return {
    kills: services.kills.length + venue.cuts,
    killed: { ...killed, connections: venue.cuts },
    freezes: services.freezes,
    venueFaults: venue.faults,
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

function sumCounts(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const counts of all) for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** The same over several lives; of the wait for bars the longest. */
export function sumOf(rounds: readonly RoundFigures[]): RoundFigures {
  const sum = (read: (round: RoundFigures) => number): number => rounds.reduce((total, one) => total + read(one), 0);
  return {
    kills: sum((one) => one.kills),
    killed: sumCounts(rounds.map((one) => one.killed)),
    freezes: sum((one) => one.freezes),
    venueFaults: sum((one) => one.venueFaults),
    commands: sum((one) => one.commands),
    attempts: sum((one) => one.attempts),
    answeredAsDuplicate: sum((one) => one.answeredAsDuplicate),
    refused: sumCounts(rounds.map((one) => one.refused)),
    failures: sumCounts(rounds.map((one) => one.failures)),
    venueOrders: sum((one) => one.venueOrders),
    fills: sum((one) => one.fills),
    barsAfterLastKillMs: Math.max(0, ...rounds.map((one) => one.barsAfterLastKillMs)),
    warnings: sumCounts(rounds.map((one) => one.warnings)),
  };
}
