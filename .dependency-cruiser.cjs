/**
 * Which room may import which (docs/architecture.md). Arrows point down only; whatever a rule does not list is forbidden.
 * Run by `npm run architecture` and by CI.
 */
const allowed = {
  protocol: [],
  bindings: ['protocol'],
  'adapters/common': ['bindings', 'protocol'],
  'adapters/petsc': ['adapters/common', 'bindings', 'protocol'],
  'adapters/trilinos': ['adapters/common', 'bindings', 'protocol'],
  array: ['bindings', 'protocol'],
  cluster: ['array', 'bindings', 'protocol'],
  conformance: ['bindings', 'protocol'],
  cli: ['conformance', 'cluster', 'array', 'bindings', 'protocol'],
}
const rooms = Object.keys(allowed)

/** A path of one of these rooms. */
const within = (names) => `^(${names.join('|')})/`

module.exports = {
  forbidden: [
    ...rooms.map((room) => ({
      name: `${room.replace('/', '-')}-looks-down-only`,
      comment: `${room} may import ${allowed[room].join(', ') || 'nothing outside itself'}.`,
      severity: 'error',
      from: { path: within([room]) },
      to: {
        path: '^([a-z]+/.*|[a-z-]+\\.ts)$',
        pathNot: [within([room, ...allowed[room]]), '^node_modules/'],
        dependencyTypesNot: ['core'],
      },
    })),
    {
      name: 'protocol-knows-no-node',
      comment: 'The protocol is pure TypeScript: it must run anywhere.',
      severity: 'error',
      from: { path: '^protocol/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    {
      name: 'library-uses-no-development-code',
      comment: 'What is published may not import tests, benchmarks, examples or development dependencies.',
      severity: 'error',
      from: { path: `^(${rooms.join('|')}|index)` },
      to: { path: '^(test|bench|examples)/' },
    },
    {
      name: 'library-uses-no-development-dependency',
      severity: 'error',
      from: { path: '^(protocol|bindings|adapters|array|cluster|conformance|cli)/|^index\\.ts$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    { name: 'no-circular', severity: 'error', from: { pathNot: '^array/' }, to: { circular: true } },
    {
      name: 'no-circular-at-run-time',
      comment: 'methods of arrays return arrays, so that their types refer to each other',
      severity: 'error',
      from: { path: '^array/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
}
