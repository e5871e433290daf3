'use strict';
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
const dist = path.join(root, 'dist');
const bundles = path.join(dist, 'node_modules');
/** Whether the build is of these very sources (jest.config.mjs). */
const built = process.env.BOURSEWORKS_SPECS_FROM_DIST === '1';
const exportsOf = new Map();

/** What the build has bundled of a package: the file of each of its subpaths; undefined when nothing. */
function bundleOf(name) {
  if (!exportsOf.has(name)) {
    const manifest = path.join(bundles, name, 'package.json');
    exportsOf.set(name, existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).exports : undefined);
  }
  return exportsOf.get(name);
}

/** The file that Node would load of a bundled package for what lies in dist; undefined for any other request. */
function bundledFile(request) {
  const name = request.split('/', request.startsWith('@') ? 2 : 1).join('/');
  const exported = bundleOf(name);
  if (exported === undefined) return undefined;
  const file = exported[`.${request.slice(name.length)}`];
  // The original beside the bundle would have other classes.
  if (file === undefined) throw new Error(`${request} is not in the bundle of ${name}: run \`npm run build\``);
  return path.join(bundles, name, file);
}

/** The file in dist that `./x.js` is, of what lies there or has been compiled; undefined when it is to be looked for. */
function compiledFile(request, basedir) {
  const file = path.join(basedir, request);
  if (file.startsWith(dist + path.sep)) return existsSync(file) ? file : undefined;
  const source = path.relative(root, file);
  if (!built || source.startsWith('..')) return undefined;
  const compiled = path.join(dist, source);
  return existsSync(compiled) ? compiled : undefined;
}

/**
 * Sources import each other as `./x.js`, what Node will load after the build: that is what a spec gets too, where the build
 * is of these sources, and else `./x.ts`.
 * Packages are those that services load: the bundles of the build, where it made one, each in a tenth of the time.
 */
module.exports = (request, options) => {
  if (!options.basedir.includes('node_modules')) {
    const relative = request.startsWith('./') || request.startsWith('../');
    if (relative && request.endsWith('.js')) {
      const compiled = compiledFile(request, options.basedir);
      if (compiled !== undefined) return compiled;
      try {
        return options.defaultResolver(`${request.slice(0, -3)}.ts`, options);
      } catch {
        // A plain .js file beside the sources: fall through to the request as it was written.
      }
    }
    const bundled = /^[./]/.test(request) ? undefined : bundledFile(request);
    if (bundled !== undefined) return bundled;
  }
  return options.defaultResolver(request, options);
};
