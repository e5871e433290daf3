import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './paths.mjs';

/** A Ctrl-C reaches this process from the terminal and again from npm: within this time it counts as one. */
const sameSignalMs = 400;
const parentWatchMs = 500;
const forwarded = process.platform === 'win32' ? ['SIGINT', 'SIGBREAK'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What the tools of node_modules see first on the path, so that `node` means the pinned Node in every child. */
export function childEnv(extra = {}) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const bin = join(root, 'node_modules', '.bin');
  return { ...process.env, [key]: [bin, process.env[key]].filter(Boolean).join(delimiter), ...extra };
}

function forwardSignals(child) {
  let lastAt = 0;
  const handlers = forwarded.map((signal) => {
    const handler = () => {
      const now = Date.now();
      if (now - lastAt < sameSignalMs) return;
      lastAt = now;
      // Windows has no signals to pass on: the console hands Ctrl-C to every process of the window itself.
      if (process.platform !== 'win32') child.kill(signal);
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  // npm passes a signal on to its shell only, which dies and leaves us: then the new parent is the only sign of it.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, parentWatchMs).unref();
  return () => {
    clearInterval(watch);
    handlers.forEach(([signal, handler]) => process.off(signal, handler));
  };
}

/**
 * Runs a program in the foreground and resolves to its exit code (128 + signal number when a signal ended it).
 * `stdio` as in child_process; rejects when the program cannot be started.
 */
export function run(program, args, { cwd = root, env = {}, stdio = 'inherit', shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio, shell, env: childEnv(env) });
    const stopForwarding = forwardSignals(child);
    child.once('error', (error) => {
      stopForwarding();
      reject(error);
    });
    child.once('close', (code, signal) => {
      stopForwarding();
      resolve(signal ? 128 + (constants.signals[signal] ?? 0) : code);
    });
  });
}

/** As run, with stdout collected; the program is killed after `timeoutMs`. Resolves to its code and stdout. */
export function capture(program, args, { timeoutMs }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: childEnv() });
    const stopForwarding = forwardSignals(child);
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.once('error', (error) => {
      clearTimeout(timer);
      stopForwarding();
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      stopForwarding();
      resolve({ code: signal ? 128 + (constants.signals[signal] ?? 0) : code, stdout });
    });
  });
}
