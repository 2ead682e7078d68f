import { ArgumentError, expected } from '../../protocol/errors.js'
import { checkKeys } from '../common/arguments.js'
import { type NativeParameters, nativeParameters, type ParameterList } from './parameters.js'

const methods = ['CG', 'BLOCK CG', 'GMRES', 'BLOCK GMRES', 'Amesos2']
const preconditioners = ['MueLu', 'Ifpack2']

/** An algebraic multigrid hierarchy. */
export interface MueLuOptions {
  name: 'MueLu'
  /** MueLu's simple parameters, e.g. `{ 'multigrid algorithm': 'sa', 'smoother: type': 'CHEBYSHEV' }`. Default none. */
  parameters?: ParameterList
}

/** One of Ifpack2's preconditioners. */
export interface Ifpack2Options {
  name: 'Ifpack2'
  /** `'RILUK'` (default), `'ILUT'`, `'RELAXATION'`, `'CHEBYSHEV'`, `'SCHWARZ'`, ... as `Ifpack2::Factory` knows them. */
  type?: string
  /** Its parameters, e.g. `{ 'fact: iluk level-of-fill': 2 }`. Default none. */
  parameters?: ParameterList
}

/** What {@link solver} takes: the method, its parameters and a preconditioner. */
export interface SolverOptions {
  /** A Krylov method of Belos, or `'Amesos2'` for a direct solve (by KLU2, on rank 0). */
  method: 'CG' | 'BLOCK CG' | 'GMRES' | 'BLOCK GMRES' | 'Amesos2'
  /**
   * The method's own parameters, e.g. `{ 'Convergence Tolerance': 1e-10, 'Maximum Iterations': 500 }` (Belos), `{ Equil: true }`
   * (KLU2). Default none: Belos then stops at 1e-8 of the initial residual, or after 1000 iterations.
   */
  parameters?: ParameterList
  /** Applied from the left in CG and from the right in GMRES. A name alone stands for its defaults. Default none. */
  preconditioner?: 'MueLu' | 'Ifpack2' | MueLuOptions | Ifpack2Options
}

/** {@link SolverOptions} as the addon takes them. */
export interface NativeSolverOptions {
  method: string
  parameters: NativeParameters
  preconditioner: string
  type: string
  preconditionerParameters: NativeParameters
}

/**
 * Check the options of a solver and bring them into the form that the addon reads. Names inside parameter lists are the library's matter.
 *
 * Not collective.
 *
 * @throws {ArgumentError} An unknown option, method or preconditioner, or a parameter of an impossible type.
 */
export function nativeSolverOptions(options: SolverOptions): NativeSolverOptions {
  checkKeys(options, 'options', ['method', 'parameters', 'preconditioner'])
  const { method, parameters = {}, preconditioner } = options
  if (!methods.includes(method)) throw new ArgumentError(expected(`one of ${methods.join(', ')}`, 'method', method))
  const native = { method, parameters: nativeParameters(parameters, 'parameters') }
  if (preconditioner === undefined) return { ...native, preconditioner: '', type: '', preconditionerParameters: [] }
  if (method === 'Amesos2') throw new ArgumentError('Expected no preconditioner with the direct method Amesos2')
  const given = typeof preconditioner === 'string' ? { name: preconditioner } : preconditioner
  checkKeys(given, 'preconditioner', given?.name === 'MueLu' ? ['name', 'parameters'] : ['name', 'type', 'parameters'])
  if (!preconditioners.includes(given.name))
    throw new ArgumentError(expected(`one of ${preconditioners.join(', ')}`, 'preconditioner', given.name))
  const { type = 'RILUK' } = given as Ifpack2Options
  if (typeof type !== 'string') throw new ArgumentError(expected('a string', 'preconditioner.type', type))
  const own = nativeParameters((given as Ifpack2Options | MueLuOptions).parameters ?? {}, 'preconditioner.parameters')
  return { ...native, preconditioner: given.name, type, preconditionerParameters: own }
}
