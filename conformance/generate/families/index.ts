import type { ConformanceCase } from '../../case.js'
import { aliasCases } from './alias.js'
import { blockCases } from './block.js'
import { cyclicCases } from './cyclic.js'
import { dtypeCases } from './dtypes.js'
import { emptyCases } from './empty.js'
import { extensionCases } from './extension.js'
import { gridCases } from './grids.js'
import { memoryCases } from './memory.js'
import { mixedCases } from './mixed.js'
import { negativeBlockCases } from './negative-block.js'
import { negativeCyclicCases } from './negative-cyclic.js'
import { negativeDimensionCases } from './negative-dimension.js'
import { negativeExportCases } from './negative-export.js'
import { negativeGlobalCases } from './negative-global.js'
import { negativeSectionCases } from './negative-section.js'
import { negativeUnstructuredCases } from './negative-unstructured.js'
import { paddedCases } from './padded.js'
import { periodicCases } from './periodic.js'
import { unstructuredCases } from './unstructured.js'
import { versionCases } from './version-0.9.js'

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
  'version-0.9': versionCases,
  extension: extensionCases,
  'negative-export': negativeExportCases,
  'negative-section': negativeSectionCases,
  'negative-dimension': negativeDimensionCases,
  'negative-block': negativeBlockCases,
  'negative-cyclic': negativeCyclicCases,
  'negative-unstructured': negativeUnstructuredCases,
  'negative-global': negativeGlobalCases,
}
