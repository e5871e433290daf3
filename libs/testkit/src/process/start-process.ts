import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterSuite } from '../after-suite.js';
import { entry } from '../entry.js';
import { StartedProcess } from './started-process.js';
import type { ProcessOptions } from './started-process.js';

function childEnv(added: ProcessOptions['env']): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...added };
  // Settings for Jest itself: a service must behave as it does for its users.
  for (const name of ['NODE_OPTIONS', 'NODE_ENV', 'JEST_WORKER_ID']) {
    if (added?.[name] === undefined) delete env[name];
  }
  return env;
}

/** What the launcher gives a service to load first. */
const PRELOAD = 'apps/cli/src/launcher/preload.js';

const SERVICE = /^(?:apps\/(?!cli\/)[^/]+|libs\/smf-broker)\/src\/main\.js$/;

/**
 * Starts a built program as a process group of its own with an IPC channel; a service as the launcher does. It is killed
 * after the spec file if it is still there; if this process dies, the closed channel tells it to stop.
 */
export function startProcess(options: ProcessOptions): StartedProcess {
  const preload = SERVICE.test(options.entry) ? [`--import=${pathToFileURL(entry(PRELOAD)).href}`] : [];
  const flags = [...preload, ...(options.execArgv ?? [])];
  const node = [process.execPath, ...flags, entry(options.entry), ...(options.args ?? [])];
  const [program = process.execPath, ...args] = [...(options.through ?? []), ...node];
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: childEnv(options.env),
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const started = new StartedProcess(child, options.entry);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => started.take(line));
  }
  afterSuite(async () => void (await started.kill()));
  return started;
}
