/**
 * Who may import whom: the rules of docs/architecture.md, numbered as there. The two that imports do not show
 * (platform names, process.env) are in scripts/check-words.mjs.
 */
const src = (...paths) => `^src/(${paths.join('|')})`;

/** A rule: files under `from` may import nothing of src/ but these paths (and packages). */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: src(...allowed) },
});

/** A rule: files under `from` (but not `except`) may not import these paths. */
const never = (name, comment, from, to, except) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, ...(except && { pathNot: except }) },
  to: { path: to },
});

const PORT = 'channels/channel\\.ts$';
const ERRORS = 'errors\\.ts$';
const LOG = 'log\\.ts$';
const CLOCK = 'clock\\.ts$';
/** The composition root: the files of src/ itself that know the parts and put them together. */
const APP = [
  'app',
  'accounts',
  'run',
  'platforms',
  'server',
  'features',
  'welcome',
  'lexicons',
  'standings',
  'watch-accounts',
  'platform-checks',
].map((file) => `${file}\\.ts$`);

module.exports = {
  forbidden: [
    only('1-domain', 'domain imports only domain and errors', src('domain/'), ['domain/', ERRORS]),
    {
      name: '1-domain-is-pure',
      comment: 'domain does no I/O',
      severity: 'error',
      from: { path: src('domain/') },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: '2-channel',
      comment:
        'a channel imports the port, split-text, domain/ids, errors, log and itself; never another channel',
      severity: 'error',
      from: { path: '^src/channels/([^/]+)/' },
      to: {
        path: '^src/',
        pathNot: `^src/(${PORT}|channels/split-text\\.ts$|domain/ids\\.ts$|${ERRORS}|${LOG}|channels/$1/)`,
      },
    },
    only('2-port', 'the port imports domain and errors', src(PORT), ['domain/', ERRORS]),
    only('3-ingest', 'ingest imports store and the port; handlers are injected', src('ingest/'), [
      'ingest/',
      'store/',
      'domain/',
      PORT,
      ERRORS,
      LOG,
      CLOCK,
    ]),
    only('3-delivery', 'delivery imports store and the port; channels are injected', src('delivery/'), [
      'delivery/',
      'store/',
      'outbox/card-body\\.ts$',
      'domain/',
      PORT,
      ERRORS,
      LOG,
      CLOCK,
    ]),
    never('4-conversation', 'conversation is handed its features', src('conversation/'), src('features/')),
    {
      name: '5-feature',
      comment: 'a feature imports domain, store, outbox, conversation/feature, errors, clock and itself',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: {
        path: '^src/',
        pathNot: `^src/(domain/|store/|outbox/|conversation/feature\\.ts$|${ERRORS}|${CLOCK}|features/$1/)`,
      },
    },
    {
      name: '5-feature-face',
      comment: 'index.ts is the only public face of a feature',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/features/([^/]+)/' },
      to: { path: '^src/features/[^/]+/', pathNot: '^src/features/[^/]+/index\\.ts$' },
    },
    only('6-store', 'store imports domain, never upward', src('store/'), [
      'store/',
      'domain/',
      ERRORS,
      LOG,
      CLOCK,
    ]),
    never(
      '6-prisma',
      'store alone imports Prisma',
      '^src/',
      '^src/store/generated/|node_modules/(@prisma/|prisma/|pglite-prisma-adapter/)',
      '^src/store/',
    ),
    only('7-metrics', 'metrics watches over the program and takes no part in it', src('metrics/'), [
      'metrics/',
      'store/',
      'domain/',
      ERRORS,
      LOG,
      CLOCK,
    ]),
    never(
      '7-metrics-by-app',
      'only the composition root is watched from',
      '^src/',
      src('metrics/'),
      src('metrics/', ...APP),
    ),
    only('8-charts', 'charts draw what they are given', src('charts/'), ['charts/', 'domain/', ERRORS]),
    never(
      '8-charts-by-app',
      'only the composition root and the console draw',
      '^src/',
      src('charts/'),
      src('charts/', 'console/', ...APP),
    ),
    never(
      '7-outbox',
      'answers are written, not sent',
      src('outbox/'),
      src('features/', 'channels/[^/]+/', 'delivery/'),
    ),
    never(
      '7-entry',
      'main and app are imported only to start',
      '^src/',
      src('main\\.ts$', ...APP),
      src('main\\.ts$', 'cli/', ...APP),
    ),
    never(
      '7-channels-by-app',
      'only app (and the channel itself) knows which channels there are',
      '^src/',
      '^src/channels/[^/]+/',
      src('channels/', ...APP),
    ),
    never(
      '7-thin',
      'nothing but app and main builds on console and cli',
      '^src/',
      src('console/', 'cli/'),
      src('console/', 'cli/', ...APP, 'main\\.ts$'),
    ),
    {
      name: '11-api',
      comment:
        'the API is thin: domain, store reads, public functions of features, and what a chat does to act by',
      severity: 'error',
      from: { path: src('api/') },
      to: {
        path: '^src/',
        pathNot: src(
          'api/',
          'domain/',
          'store/',
          'features/[^/]+/index\\.ts$',
          'conversation/direct\\.ts$',
          ERRORS,
          LOG,
          CLOCK,
        ),
      },
    },
    never(
      '11-api-by-app',
      'only the composition root knows the API',
      '^src/',
      src('api/'),
      src('api/', ...APP),
    ),
    {
      name: 'no-circle',
      comment: 'a circle of imports cannot be read from any end',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'what is imported must be there',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^vitest'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^src/store/generated/'] },
    exclude: { path: '^src/channels/[^/]+/public/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
