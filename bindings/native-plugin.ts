import type { DapArrayHandle, DapPluginHandle } from './handles.js'

/** bindings/src/dap/plugin.cc; a number in the place of a handle is the code with which the library refused. */
export interface PluginNative {
  dap_plugin_load(path: string): { handle: DapPluginHandle; hasProducer: boolean; hasConsumer: boolean }
  dap_plugin_produce(plugin: DapPluginHandle, wanted: DapArrayHandle, rank: number, ranks: number): DapArrayHandle | number
  dap_plugin_try_producer(plugin: DapPluginHandle, wanted: DapArrayHandle, rank: number, ranks: number): string[]
  dap_plugin_consume(plugin: DapPluginHandle, exported: DapArrayHandle): DapArrayHandle | number
  dap_plugin_try_consumer(plugin: DapPluginHandle, exported: DapArrayHandle): string[]
}
