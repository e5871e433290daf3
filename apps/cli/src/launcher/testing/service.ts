/** A service as the launcher sees one; MODE says how it behaves. Used by the launcher's own tests. */
const mode = process.env['MODE'];

process.on('message', (message: { type?: string }) => {
  if (message.type === 'shutdown' && mode !== 'deaf') process.exit(0);
});
process.on('disconnect', () => process.exit(0));

if (mode === 'never-ready') {
  process.stderr.write('the reason why it cannot start\n');
  process.exit(1);
}
process.stdout.write(`${JSON.stringify({ level: 'info', event: 'hello', pid: process.pid })}\n`);
process.send?.({ type: 'ready', name: 'test', host: '127.0.0.1', port: 1 });
if (mode === 'crash-loop') setTimeout(() => process.exit(3), 5);
