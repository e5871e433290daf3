import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { tempDir } from '@bourseworks/testkit';

export const CONTAINER_UID = 10_001;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Contained {
  readonly pid: number;
  readonly lines: string[];
  readonly exited: Promise<Ended>;
}

/**
 * What Compose makes of `read_only`, `tmpfs`, `user`, `cap_drop` and `no-new-privileges`, by the same means of the kernel:
 * in a mount namespace of its own the whole file system is read-only but for the data and a fresh /tmp. Every step replaces
 * the one before it, so that the process id stays and signals reach the program itself.
 */
const ENTER = `
mount -t tmpfs -o size=1m none /mnt
mkdir /mnt/app /mnt/data /mnt/node
mount --bind "$1" /mnt/app
mount --bind "$2" /mnt/data
mount --bind "$3" /mnt/node
for place in /mnt/app /mnt/node /mnt /; do mount -o remount,bind,ro "$place"; done
mount -t tmpfs -o size=64m,mode=1777,noexec,nosuid,nodev none /tmp
shift 3
cd /mnt/app
exec setpriv --reuid=${CONTAINER_UID} --regid=${CONTAINER_UID} --clear-groups --inh-caps=-all --bounding-set=-all \
  --no-new-privs "$@"
`;

function enter(places: readonly string[], command: readonly string[]): string[] {
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-ec', ENTER, 'sh', ...places, ...command];
}

/** True where this user may make a mount namespace: elsewhere programs run as the user of the test, on an ordinary disk. */
export const isolationAllowed: boolean = ((): boolean => {
  if (!existsSync('/mnt') || process.getuid?.() !== 0) return false;
  const places = [tempDir('app'), tempDir('data'), dirname(process.execPath)];
  const [program = '', ...args] = enter(places, ['/mnt/node/node', '--version']);
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
})();

/** Runs programs of an image's tree as a container would, as far as the machine allows. */
export class Container {
  readonly isolated = isolationAllowed;
  private readonly started: { pid: number }[] = [];

  constructor(
    private readonly app: string,
    private readonly data: string,
  ) {
    if (this.isolated) chownSync(data, CONTAINER_UID, CONTAINER_UID);
  }

  /** Where programs see their data. */
  get dataDir(): string {
    return this.isolated ? '/mnt/data' : this.data;
  }

  /** Starts a program; `node` is the Node of this process. Its environment is what is given and nothing else. */
  start(command: readonly string[], env: Readonly<Record<string, string>>): Contained {
    const [program = '', ...args] = this.isolated ? this.entered(command) : this.named(command);
    const child = spawn(program, args, {
      cwd: this.isolated ? undefined : this.app,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid === undefined) throw new Error(`${program} could not be started`);
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => void lines.push(line));
    }
    const exited = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    const contained = { pid: child.pid, lines, exited };
    this.started.push(contained);
    void exited.then(() => this.started.splice(this.started.indexOf(contained), 1));
    return contained;
  }

  /** Runs a program to its end. */
  async run(
    command: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<{ code: number | null; output: string }> {
    const { exited, lines } = this.start(command, env);
    const { code } = await exited;
    return { code, output: lines.join('\n') };
  }

  /** Ends whatever is left, by the ids it was started under. */
  killAll(): void {
    for (const { pid } of this.started) process.kill(pid, 'SIGKILL');
  }

  private named([program = '', ...args]: readonly string[]): string[] {
    const node = this.isolated ? '/mnt/node/node' : process.execPath;
    return [program === 'node' ? node : program, ...args];
  }

  private entered(command: readonly string[]): string[] {
    return enter([this.app, this.data, dirname(process.execPath)], this.named(command));
  }
}
