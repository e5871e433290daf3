'use strict';

/**
 * Sources import each other as `./x.js` (what Node will load after the build); under Jest the file is still `./x.ts`.
 * Packages keep their own resolution.
 */
module.exports = (request, options) => {
  const relative = request.startsWith('./') || request.startsWith('../');
  if (relative && request.endsWith('.js') && !options.basedir.includes('node_modules')) {
    try {
      return options.defaultResolver(`${request.slice(0, -3)}.ts`, options);
    } catch {
      // A plain .js file beside the sources: fall through to the request as it was written.
    }
  }
  return options.defaultResolver(request, options);
};
