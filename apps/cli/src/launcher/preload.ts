// Loaded before a service, and in each of its threads (--import): what makes its start short, and its stack traces name our
// sources. `--enable-source-maps` would read the maps of all packages too, an eighth of what it takes a service to start.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks, setSourceMapsSupport } from 'node:module';

const COMPILED = new URL('../../../../', import.meta.url);
const BUNDLES = new URL('bundles/bundles.json', COMPILED);

/** Whoever imports `node:http` would load all of undici for names that stand there too; the global ones stay. */
function leaveUndici(): void {
  const http = process.getBuiltinModule('node:http') as unknown as Record<string, unknown>;
  for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) Reflect.deleteProperty(http, name);
}

/** In place of a service or a library, what the build made of it; its URL stays, by which plug-ins and threads know it. */
function loadBundles(): void {
  if (!existsSync(BUNDLES)) return;
  const bundles = JSON.parse(readFileSync(BUNDLES, 'utf8')) as Readonly<Record<string, string>>;
  registerHooks({
    load(url, context, next) {
      const bundle = url.startsWith(COMPILED.href) ? bundles[url.slice(COMPILED.href.length)] : undefined;
      if (bundle === undefined) return next(url, context);
      return { format: 'module', source: readFileSync(new URL(bundle, COMPILED)), shortCircuit: true };
    },
  });
}

setSourceMapsSupport(true);
leaveUndici();
loadBundles();
