export type CheckState = 'ok' | 'warn' | 'fail';

/** What `bourse doctor` found out about one thing. */
export interface Check {
  readonly name: string;
  readonly state: CheckState;
  readonly found: string;
  /** What to do about it, unless all is well. */
  readonly remedy?: string;
}

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found });
export const warn = (name: string, found: string, remedy: string): Check => ({ name, state: 'warn', found, remedy });
export const fail = (name: string, found: string, remedy: string): Check => ({ name, state: 'fail', found, remedy });

const GIB = 1024 ** 3;

/** `15.6 GB`, the way machines are sold and the minimums are given. */
export const gigabytes = (bytes: number): string => `${(bytes / GIB).toFixed(bytes < 10 * GIB ? 1 : 0)} GB`;
export const fromGigabytes = (gb: number): number => gb * GIB;
