import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dataSettings } from '../../data-directory.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure } from '../../failure.js';

const TOOL = fileURLToPath(new URL('../../../../oms/src/journal/journal-tool.main.js', import.meta.url));
const MAX_OUTPUT = 16 << 20;

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

/**
 * Lets the OMS's own code do something with a journal, in a process of its own with the OMS's settings: accounts and limits
 * are read as the OMS reads them. @throws CliFailure with what it said
 */
export function runJournalTool<Report>(task: 'verify' | 'snapshot', dataDir: string): Promise<Report> {
  const env = { ...process.env, ...dataSettings(process.env), DATA_DIR: dataDir };
  return new Promise((resolve, reject) => {
    const options = { env, maxBuffer: MAX_OUTPUT, windowsHide: true };
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', TOOL, task],
      options,
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(lastLine(stdout)) as Report);
        else
          reject(
            new CliFailure(
              EXIT.failed,
              lastLine(stderr) || error.message,
              'Look at the settings with `bourse config --service oms`.',
            ),
          );
      },
    );
  });
}
