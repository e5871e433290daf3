import { cpus, loadavg } from 'node:os';
import type { Bench, Goal, Measurement } from './bench.js';

export interface GoalResult extends Goal {
  readonly value: number;
  readonly pass: boolean;
}

export interface BenchReport {
  readonly bench: string;
  readonly goals: readonly GoalResult[];
  readonly figures: Readonly<Record<string, unknown>>;
  readonly peers: Readonly<Record<string, string>>;
  readonly env: { readonly node: string; readonly cpus: number; readonly load: number };
}

const reached = (value: number, { op, goal }: Goal): boolean => (op === '>=' ? value >= goal : value <= goal);

/** Throws when a goal was not measured: a bench that forgets one must not look as if it had met it. */
export function reportOf(bench: Bench, { values, figures, peers = {} }: Measurement): BenchReport {
  const goals = bench.goals.map((goal) => {
    const value = values[goal.name];
    if (value === undefined || Number.isNaN(value)) throw new Error(`${bench.name} did not measure ${goal.name}`);
    return { name: goal.name, value, op: goal.op, goal: goal.goal, pass: reached(value, goal) };
  });
  const env = { node: process.versions.node, cpus: cpus().length, load: loadavg()[0] ?? 0 };
  return { bench: bench.name, goals, figures, peers, env };
}

const shown = (value: unknown): string => {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toPrecision(4);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `  ${line(row).trimEnd()}`).join('\n');
}

/** The report for people. */
export function readable(report: BenchReport): string {
  const goals = report.goals.map(({ name, value, op, goal, pass }) => [
    name,
    shown(value),
    `${op} ${goal}`,
    pass ? 'reached' : 'missed',
  ]);
  const figures = Object.entries(report.figures).map(([name, value]) => [name, shown(value)]);
  const peers = Object.entries(report.peers).map(([name, version]) => `${name} ${version}`);
  const { node, cpus: count, load } = report.env;
  return [
    `${report.bench} (Node ${node}, ${count} cpus, load ${load.toFixed(1)}${peers.length > 0 ? `; ${peers.join(', ')}` : ''})`,
    ...(goals.length > 0 ? [table([['goal', 'value', 'wanted', ''], ...goals])] : []),
    ...(figures.length > 0 ? [table([['figure', 'value'], ...figures])] : []),
  ].join('\n');
}
