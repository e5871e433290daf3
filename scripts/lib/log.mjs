/** Progress goes to stderr: stdout belongs to what the command prints. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** One clear line, then the end. */
export function fail(text) {
  say(text);
  process.exit(1);
}
