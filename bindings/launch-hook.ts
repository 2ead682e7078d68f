/* Preloaded into each rank by `distarray run` (node --import); nothing else imports it. */
import { isMainThread } from 'node:worker_threads'
import { installExitHandlers } from './exit.js'

// Node preloads into Workers as well, which have an 'exit' event of their own.
if (isMainThread) installExitHandlers()
