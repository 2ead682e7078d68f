import type { SubjectSource } from '../progress.js'
import type { Subject } from '../subject.js'
import { loadLibrary } from './library.js'
import { loadModule } from './module.js'

/** Load what is to be checked, on a rank. */
export async function loadSubject(source: SubjectSource): Promise<Subject> {
  return source.kind === 'library' ? loadLibrary(source.path, source.claims) : loadModule(source.path, source.claims)
}
