import { createProgram } from './program.js';
import { SettingsError } from './launcher/settings.js';

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
// Sockets of a finished command must not hold the process open.
process.exit();
