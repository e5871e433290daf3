'use strict';

/** Which of our own parts each library may import (itself always). A library that is not listed may use any other. */
const libraries = {
  domain: [],
  ring: [],
  indicators: [],
  pricing: [],
  statistics: [],
  'solace-transport': [],
  plugins: ['domain'],
  'smf-broker': ['domain', 'ports'],
  dto: ['domain'],
  ports: ['domain'],
  actor: ['domain', 'ports'],
  audit: ['domain'],
  'market-streams': ['ports', 'dto/src/shapes', 'dto/src/codec', 'dto/src/mappers', 'dto/src/topics', 'domain'],
  risk: ['domain', 'ports'],
  portfolio: ['domain', 'ports'],
  journal: ['domain', 'ports', 'ring'],
  storage: ['domain', 'ports'],
  observability: ['domain', 'ports'],
  service: ['domain', 'ports', 'observability', 'solace-transport', 'storage', 'dto/src/shapes'],
  exchange: ['domain', 'ports'],
  'venue-client': ['domain', 'ports'],
  feeds: ['domain', 'ports', 'venue-client'],
  recording: ['domain', 'ports', 'dto/src/shapes'],
  'order-engine': ['domain', 'ports', 'risk', 'portfolio'],
  strategy: ['domain', 'ports', 'ring', 'indicators', 'pricing', 'statistics', 'dto/src/shapes'],
  backtest: [
    'domain',
    'ports',
    'exchange',
    'order-engine',
    'strategy',
    'portfolio',
    'risk',
    'indicators',
    'pricing',
    'statistics',
    'dto/src/shapes',
  ],
};

/** Specs and what serves only them. */
const specs = '\\.(?:spec|e2e-spec|soak)\\.ts$|/(?:test|testing|fixtures)/';
const ours = '^(?:libs|apps|adapters|strategies)/';
const libs = (names) => names.map((name) => `^libs/${name}/`);
const inThread = '(?:^|/)node_modules/(?:@nestjs/|class-validator/|class-transformer/|solclientjs/)';

const layer = ([name, allowed]) => ({
  name: `layer-${name}`,
  comment: `libs/${name} may import of ours only: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^libs/${name}/`, pathNot: specs },
  to: { path: ours, pathNot: libs([name, ...allowed]) },
});

const rules = [
  {
    name: 'no-cycles',
    comment: 'Decorated classes that import each other in a circle fail at load, and only then.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'nothing-imports-apps',
    comment: 'An app is a process: others talk to it over the bus or HTTP.',
    severity: 'error',
    from: { pathNot: '^apps/' },
    to: { path: '^apps/' },
  },
  {
    name: 'apps-are-apart',
    severity: 'error',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'libs-know-no-plugins',
    comment: 'Adapters and strategies plug into the libraries, never the other way round.',
    severity: 'error',
    from: { path: '^libs/', pathNot: specs },
    to: { path: '^(?:adapters|strategies)/' },
  },
  {
    name: 'adapters-need-ports-only',
    comment: 'And what any of them needs to speak with a venue.',
    severity: 'error',
    // `installed` is the list of the others, for the services that load them.
    from: { path: '^adapters/([^/]+)/', pathNot: [specs, '^adapters/(?:installed|replay)/'] },
    to: { path: ours, pathNot: ['^adapters/$1/', ...libs(['ports', 'domain', 'venue-client', 'feeds'])] },
  },
  {
    name: 'replay-reads-recordings',
    comment:
      'Its venue are files: those that we wrote ourselves, and messages that the adapters of their venues understand.',
    severity: 'error',
    from: { path: '^adapters/replay/', pathNot: specs },
    to: {
      path: ours,
      pathNot: [
        '^adapters/(?:replay/|[^/]+/src/market-data/recorded\\.ts$)',
        ...libs(['ports', 'domain', 'feeds', 'recording']),
      ],
    },
  },
  {
    name: 'strategies-need-the-kit-only',
    severity: 'error',
    from: { path: '^strategies/([^/]+)/', pathNot: specs },
    to: {
      path: ours,
      pathNot: [
        '^strategies/$1/',
        ...libs(['strategy', 'domain', 'indicators', 'pricing', 'statistics', 'dto/src/shapes']),
      ],
    },
  },
  {
    name: 'test-support-in-tests-only',
    severity: 'error',
    from: { path: ours, pathNot: [specs, '^libs/testkit/'] },
    to: { path: '^(?:libs|apps|adapters|strategies)/.+/(?:test|testing|fixtures)/' },
  },
  {
    name: 'testkit-in-tests-only',
    severity: 'error',
    from: { path: ours, pathNot: [specs, '^libs/testkit/'] },
    to: { path: '^libs/testkit/' },
  },
  {
    name: 'solclientjs-in-the-transport-only',
    comment: 'One place knows the client; benches may measure it bare.',
    severity: 'error',
    from: { pathNot: '^(?:libs/solace-transport|bench)/' },
    to: { path: '(?:^|/)node_modules/solclientjs/' },
  },
  {
    name: 'worker-threads-stay-light',
    comment: 'Nest, class-validator or solclientjs in a worker cost 25-41 MB and a quarter of a second each.',
    severity: 'error',
    from: {
      path: '^(?:libs/(?:strategy|ring)/.*\\.worker\\.ts$|libs/(?:strategy|ring)/src/index\\.ts$|strategies/)',
      pathNot: specs,
    },
    to: { path: inThread, reachable: true },
  },
  {
    name: 'command-line-starts-at-once',
    comment: 'Loading Nest and class-validator takes a command longer than all that it does.',
    severity: 'error',
    from: { path: '^apps/cli/src/main\\.ts$' },
    to: { path: '(?:^|/)node_modules/(?:@nestjs/|class-validator/|class-transformer/|rxjs/)', reachable: true },
  },
  {
    name: 'no-dev-dependency-at-run-time',
    severity: 'error',
    from: { path: ours, pathNot: [specs, '^libs/testkit/'] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(?:^|/)node_modules/@types/' },
  },
  {
    name: 'declared-packages-only',
    severity: 'error',
    from: { path: ours },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  { name: 'resolvable', severity: 'error', from: { pathNot: '^bench/' }, to: { couldNotResolve: true } },
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...rules, ...Object.entries(libraries).map(layer)],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|apps/web)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'require'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
