import type { SubjectSource } from '../progress.js'
import type { Subject } from '../subject.js'
import { loadModule } from './module.js'

/** Load what is to be checked, on a rank. */
export async function loadSubject(source: SubjectSource): Promise<Subject> {
  return loadModule(source.path)
}
