import { endQuietlyWithoutReader } from './output/broken-pipe.js';
import { runProgram } from './run-program.js';

endQuietlyWithoutReader();
await runProgram(process.argv);
// A write to a pipe may be asynchronous: an exit would cut the result off.
const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write('', () => resolve()));
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
// Sockets of a finished command must not hold the process open.
process.exit();
