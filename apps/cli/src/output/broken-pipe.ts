import { EXIT } from '../exit-codes.js';

/** What a stream says whose reader has gone. */
export const isBrokenPipe = (error: NodeJS.ErrnoException): boolean => error.code === 'EPIPE' || error.code === 'EOF';

/**
 * `bourse watch … | head`: whoever reads the result has gone, which is no failure. A command that listens for it (see
 * onStopRequest) ends in its own order; any other ends here.
 */
export function endQuietlyWithoutReader(): void {
  const onOutput = (error: NodeJS.ErrnoException): void => {
    if (!isBrokenPipe(error)) throw error;
    if (process.stdout.listenerCount('error') > 1) return;
    process.exit(EXIT.ok);
  };
  process.stdout.on('error', onOutput);
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    // Notes that nobody reads: the result may still be read.
    if (!isBrokenPipe(error)) throw error;
  });
}
