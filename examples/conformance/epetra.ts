// Epetra vectors as a plug-in of the conformance harness: distarray conformance dist/examples/conformance/epetra.js
import { plugin } from './trilinos.js'

export { claims } from './trilinos.js'

export const { producer, consumer } = plugin('epetra')
