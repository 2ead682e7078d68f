import type { ConformanceCase } from '../../case.js'
import { aliasCases } from './alias.js'
import { blockCases } from './block.js'
import { cyclicCases } from './cyclic.js'
import { dtypeCases } from './dtypes.js'
import { emptyCases } from './empty.js'
import { gridCases } from './grids.js'
import { memoryCases } from './memory.js'
import { mixedCases } from './mixed.js'
import { paddedCases } from './padded.js'
import { periodicCases } from './periodic.js'
import { unstructuredCases } from './unstructured.js'

/** Every family of cases: the name of its file in `conformance/vectors`, and what makes it. */
export const families: Readonly<Record<string, () => ConformanceCase[]>> = {
  block: blockCases,
  padded: paddedCases,
  periodic: periodicCases,
  cyclic: cyclicCases,
  unstructured: unstructuredCases,
  empty: emptyCases,
  alias: aliasCases,
  mixed: mixedCases,
  dtypes: dtypeCases,
  memory: memoryCases,
  grids: gridCases,
}
