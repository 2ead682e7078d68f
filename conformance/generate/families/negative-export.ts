import type { Change, ConformanceCase, Json } from '../../case.js'
import { refuse, special } from '../refuse.js'

/** Exports that are not what an export is: rules DAP-E and DAP-V. */
export function negativeExportCases(): ConformanceCase[] {
  const whole = (name: string, value: Json): ConformanceCase =>
    refuse({ rule: 'DAP-E1', name, about: `the export is ${name.replaceAll('-', ' ')}`, changes: [{ path: [], value }] })
  const lacking = (key: string): ConformanceCase =>
    refuse({
      rule: 'DAP-E2',
      name: `no-${key.replaceAll('_', '')}`,
      about: `the export has no ${key}`,
      changes: [{ path: [key], remove: true }],
    })
  return [
    whole('null', null),
    whole('a-number', 3),
    whole('a-list', []),
    whole('an-array', special('bare')),
    ...['__version__', 'buffer', 'dim_data'].map(lacking),
    refuse({
      rule: 'DAP-E2',
      name: 'undefined',
      about: 'buffer is there, without a value',
      changes: set(['buffer'], special('undefined')),
    }),
    refuse({ rule: 'DAP-E3', name: 'unknown-key', about: 'a key that no version has', changes: set(['shape'], [4]) }),
    refuse({ rule: 'DAP-E4', name: 'buffer', about: 'reading the buffer fails', changes: set(['buffer'], special('getter-throws')) }),
    refuse({
      rule: 'DAP-E4',
      name: 'periodic',
      about: 'reading one entry of a dictionary fails',
      changes: set(['dim_data', 0, 'periodic'], special('getter-throws')),
    }),
    ...versions('DAP-V1', {
      short: '0.10',
      empty: '',
      word: 'v1.0.0alpha',
      candidate: '0.10.0-rc.1',
      zeros: '00.10.0',
      number: 0.1,
      nothing: null,
      list: [0, 10, 0],
      spaces: ' 0.10.0',
    }),
    ...versions('DAP-V2', { 'next-minor': '0.11.0', 'next-major': '1.0.0', old: '0.8.0', 'looks-close': '0.100.0', 'major-1': '1.10.0' }),
  ]
}

function versions(rule: string, values: Readonly<Record<string, Json>>): ConformanceCase[] {
  return Object.entries(values).map(([name, value]) =>
    refuse({ rule, name, about: `__version__ is ${JSON.stringify(value)}`, changes: set(['__version__'], value) }),
  )
}

function set(path: (string | number)[], value: Json): Change[] {
  return [{ path, value }]
}
