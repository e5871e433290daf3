// Loaded before a service (--import): stack traces name our sources. `--enable-source-maps` would read the maps of all
// packages too, an eighth of what it takes a service to start.
import { setSourceMapsSupport } from 'node:module';

setSourceMapsSupport(true);
