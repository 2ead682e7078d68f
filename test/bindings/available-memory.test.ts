import { readFileSync } from 'node:fs'
import t from 'tap'
import { availableMemory, groupMemory } from '../../bindings/available-memory.js'

/** A reader of made-up files. */
const files =
  (contents: Record<string, string>) =>
  (path: string): string =>
    contents[path] ?? ''

t.test('this machine', async (t) => {
  const total = Number(/^MemTotal:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))![1]) * 1024
  const available = availableMemory()
  t.ok(available > 2 ** 24 && available <= total, `${available} of ${total} bytes`)
})

t.test('version 2: the tightest group on the way up counts', async (t) => {
  const root = '/sys/fs/cgroup'
  const read = files({
    [`${root}/a/b/memory.max`]: 'max\n',
    [`${root}/a/b/memory.current`]: '500\n',
    [`${root}/a/memory.max`]: '1000\n',
    [`${root}/a/memory.current`]: '700\n',
    [`${root}/a/memory.stat`]: 'anon 5\ninactive_file 50\n',
  })
  t.equal(groupMemory('0::/a/b\n', read), 1000 - 700 + 50)
  t.equal(groupMemory('0::/a/b/c\n', read), 350, 'a group without files of its own')
  t.equal(groupMemory('0::/other\n', read), Number.POSITIVE_INFINITY, 'no limit')
})

t.test('version 1', async (t) => {
  const root = '/sys/fs/cgroup/memory'
  const read = files({
    [`${root}/job/memory.limit_in_bytes`]: '1000\n',
    [`${root}/job/memory.usage_in_bytes`]: '1200\n',
    [`${root}/memory.limit_in_bytes`]: '9223372036854771712\n',
    [`${root}/memory.usage_in_bytes`]: '5\n',
    '/sys/fs/cgroup/memory.max': '3\n',
    '/sys/fs/cgroup/memory.current': '1\n',
  })
  const group = '5:cpu,memory:/job\n4:pids:/x\n'
  t.equal(groupMemory(group, read), 0, 'more used than allowed leaves nothing')
  t.equal(groupMemory('5:memory:/elsewhere\n', read), Number.POSITIVE_INFINITY, 'the unlimited root')
  t.equal(groupMemory('4:cpu:/job\n', read), Number.POSITIVE_INFINITY, 'other controllers do not matter')
  t.equal(groupMemory(`${group}0::/\n`, read), 0, 'both versions at once')
})

t.test('in a container the group outside is not there', async (t) => {
  const read = files({ '/sys/fs/cgroup/memory.max': '64\n', '/sys/fs/cgroup/memory.current': '24\n' })
  t.equal(groupMemory('0::/../../outside\n', read), 40)
  t.equal(groupMemory('', read), Number.POSITIVE_INFINITY, 'no groups at all')
})
