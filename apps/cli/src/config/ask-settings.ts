import { execFile } from 'node:child_process';
import type { SettingState } from '@bourseworks/ports';
import { serviceSpec, type ServiceName } from '../launcher/service-spec.js';

/** What one process reads from its environment, and what it would refuse. */
export interface ServiceSettings {
  readonly service: ServiceName | 'launcher';
  readonly settings: readonly SettingState[];
  /** What is wrong beyond a single variable, or why the process could not be asked. */
  readonly problems: readonly string[];
}

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT = 4 << 20;

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

function parsed(stdout: string): readonly SettingState[] | undefined {
  try {
    const value: unknown = JSON.parse(lastLine(stdout));
    return Array.isArray(value) ? (value as SettingState[]) : undefined;
  } catch {
    return undefined; // No report: what the service wrote instead says why.
  }
}

/** Lets a service say itself what it reads, without starting it: `--settings`. */
export function askSettings(service: ServiceName, env: NodeJS.ProcessEnv): Promise<ServiceSettings> {
  const { entry, execArgv } = serviceSpec(service, {});
  return new Promise((resolve) => {
    const options = { env, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT, windowsHide: true };
    execFile(process.execPath, [...execArgv, entry, '--settings'], options, (error, stdout, stderr) => {
      const settings = parsed(stdout);
      const said = stderr.split('\n').filter((line) => line.trim() !== '');
      if (settings !== undefined) resolve({ service, settings, problems: error === null ? [] : said });
      else resolve({ service, settings: [], problems: [lastLine(stderr) || (error?.message ?? 'it said nothing')] });
    });
  });
}
