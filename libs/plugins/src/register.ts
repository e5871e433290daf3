import { allowPlatformImports } from './platform-hook.js';

// For `node --import .../register.js`: a strategy's own tests find our libraries without the platform.
allowPlatformImports();
