export { describeError } from './describe-error.js';
export { exportedFunction } from './exported-function.js';
export { importModule, MODULE_LOADER_URL } from './import-module.js';
export { PUBLIC_LIBRARIES } from './platform-hook.js';
export { looksLikePath, parsePluginPath, type PluginPath } from './plugin-path.js';
