import { startProcess, tempDir, type LogLine, type StartedProcess } from '@bourseworks/testkit';

/** How one command line ended. */
export interface Ended {
  readonly code: number | null;
  /** Lines that are JSON, of results and of the error. */
  readonly results: readonly LogLine[];
  readonly error: Failure | undefined;
  /** Everything that was written, as it was. */
  readonly text: string;
}

/** The `error` object of a command with --json. */
export interface Failure {
  readonly code?: string;
  readonly message: string;
  readonly remedy?: string;
  readonly exitCode: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

const isText = (line: LogLine): boolean => Object.keys(line).length === 1 && typeof line['text'] === 'string';

const textOf = (line: LogLine): string => (isText(line) ? String(line['text']) : JSON.stringify(line));

/** Command lines of `bourse` against one platform, each a process of its own. */
export class CommandLine {
  constructor(
    private readonly url: string,
    /** Of its platform: the key that commands are signed with is there. */
    private readonly dataDir: string = tempDir('cli'),
  ) {}

  start(...args: string[]): StartedProcess {
    const env = { NO_COLOR: '1', FORCE_COLOR: undefined, DATA_DIR: this.dataDir };
    return startProcess({ entry: 'apps/cli/src/main.js', args: [...args, '--url', this.url], env });
  }

  async run(...args: string[]): Promise<Ended> {
    return this.end(this.start(...args));
  }

  /** `run` with --json. */
  json(...args: string[]): Promise<Ended> {
    return this.run(...args, '--json');
  }

  async end(process: StartedProcess): Promise<Ended> {
    const { code } = await process.exited;
    const { lines } = process;
    const error = lines.find((line) => 'error' in line && !('clOrdId' in line))?.['error'] as Failure | undefined;
    const results = lines.filter((line) => !isText(line) && !('error' in line));
    return { code, results, error, text: lines.map(textOf).join('\n') };
  }
}
