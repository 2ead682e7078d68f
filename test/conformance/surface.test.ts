// What `import ... from 'distarray/conformance'` gives to authors of plug-ins.

import * as surface from 'distarray/conformance'
import t from 'tap'

t.test('the surface is what was agreed', async (t) => {
  t.same(Object.keys(surface).sort(), ['indexArray', 'isSpecial', 'loadCases', 'valueAt'])
})
