import { createProgram } from './program.js';
import { SettingsError } from './launcher/settings.js';

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
// A write to a pipe may be asynchronous: an exit would cut the result off.
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write('', () => resolve()));
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
// Sockets of a finished command must not hold the process open.
process.exit();
