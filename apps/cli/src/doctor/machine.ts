import { availableParallelism, totalmem } from 'node:os';
import { fail, fromGigabytes, gigabytes, ok, warn, type Check } from './check.js';

/** What the platform runs on; the tools of the clone bring their own Node where theirs is too old. */
const NODE = [24, 7] as const;
/** The minimums of the product's hardware requirements, and what they recommend for production. */
export const MINIMUM = { cores: 8, memoryGb: 16, diskGb: 250 } as const;
export const RECOMMENDED = { cores: 16, memoryGb: 32 } as const;
/** A machine sold with 16 GB shows a little less: firmware and the kernel take their part. */
const TOLERANCE = 0.94;
/** Sockets of a few hundred clients and feeds, files of the stores, with room. */
const MIN_OPEN_FILES = 1_024;
const GOOD_OPEN_FILES = 4_096;
const PLATFORMS = new Set(['linux-x64', 'linux-arm64', 'win32-x64']);

/** Below a minimum: enough to try and to develop, a failure where money depends on it. */
export type Shortfall = typeof warn;
export const shortfall = (production: boolean): Shortfall => (production ? fail : warn);

export function checkNode(version: string): Check {
  const [major, minor] = version.split('.').map(Number);
  if (major > NODE[0] || (major === NODE[0] && minor >= NODE[1])) return ok('Node', version);
  return fail('Node', version, `Install Node ${NODE.join('.')} or newer, or run through \`npx bourse\`.`);
}

export function checkPlatform(platform: string, arch: string): Check {
  const found = `${platform}-${arch}`;
  if (PLATFORMS.has(found)) return ok('platform', found);
  return warn('platform', found, `Not among the tested ones: ${[...PLATFORMS].join(', ')}.`);
}

export function checkCores(cores: number, below: Shortfall): Check {
  const found = `${cores} cores (minimum ${MINIMUM.cores}, production ${RECOMMENDED.cores})`;
  if (cores >= MINIMUM.cores) return ok('cores', found);
  return below('cores', found, 'Enough to try it out; latency figures need more cores.');
}

export function checkMemory(bytes: number, below: Shortfall): Check {
  const found = `${gigabytes(bytes)} (minimum ${MINIMUM.memoryGb} GB, production ${RECOMMENDED.memoryGb} GB)`;
  if (bytes >= fromGigabytes(MINIMUM.memoryGb) * TOLERANCE) return ok('memory', found);
  return below('memory', found, 'Enough to try it out; long histories and many strategies need more memory.');
}

/** `soft` undefined: the system has no such limit. */
export function checkOpenFiles(soft: number | 'unlimited' | undefined): Check {
  if (soft === undefined) return ok('open files', 'no limit on this system');
  if (soft === 'unlimited' || soft >= GOOD_OPEN_FILES) return ok('open files', String(soft));
  const remedy = `Raise the limit to ${GOOD_OPEN_FILES} or more: \`ulimit -n ${GOOD_OPEN_FILES}\`.`;
  return (soft < MIN_OPEN_FILES ? fail : warn)('open files', String(soft), remedy);
}

/**
 * `builtMs`: when the program was built. A clock that is before it is wrong. `driftMs`: by how much the wall clock and the
 * monotonic clock disagree about a short wait.
 */
export function checkClock(nowMs: number, builtMs: number, driftMs: number): Check {
  const found = new Date(nowMs).toISOString();
  const remedy = 'Set the clock and let a time service (chrony, systemd-timesyncd, w32time) keep it.';
  if (nowMs < builtMs) return fail('clock', `${found}, before this program was built`, remedy);
  if (Math.abs(driftMs) > MAX_DRIFT_MS) return warn('clock', `${found}, it jumps`, remedy);
  return ok('clock', found);
}

const MAX_DRIFT_MS = 50;
const WATCH_MS = 200;

async function clockDrift(): Promise<number> {
  const [wall, monotonic] = [Date.now(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
  return Date.now() - wall - (performance.now() - monotonic);
}

function softOpenFiles(): number | 'unlimited' | undefined {
  if (process.platform === 'win32') return undefined;
  const report: NodeJS.ProcessReport & { excludeNetwork?: boolean } = process.report;
  // A name lookup for each open socket would take its time.
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as { userLimits?: { open_files?: { soft: number | 'unlimited' } } };
  return userLimits?.open_files?.soft;
}

/** `builtMs` as of checkClock. */
export async function checkMachine(production: boolean, builtMs: number): Promise<Check[]> {
  const below = shortfall(production);
  // What the container may use, where it may use less than the machine has; 0 and huge values mean that it may use all.
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  return [
    checkNode(process.versions.node),
    checkPlatform(process.platform, process.arch),
    checkCores(availableParallelism(), below),
    checkMemory(memory, below),
    checkOpenFiles(softOpenFiles()),
    checkClock(Date.now(), builtMs, await clockDrift()),
  ];
}
