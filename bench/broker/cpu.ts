import { readFileSync } from 'node:fs';

/** Linux reports the time of a process in hundredths of a second, whatever its clock. */
const TICK_US = 10_000;

/** CPU time of all threads of a process so far, us. Throws where there is no /proc. */
export function cpuUsOf(pid: number): number {
  return cpuUsOfStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** The name of the program stands in parentheses and may itself hold blanks and parentheses. */
export function cpuUsOfStat(stat: string): number {
  const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(user) + Number(system)) * TICK_US;
}
