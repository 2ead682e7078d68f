// core.node: MPI, native memory and the joint between JavaScript and the C interface of the protocol.
#include "common/addon.h"
#include "dap/checksum.h"
#include "dap/describe.h"
#include "dap/dlpack.h"
#include "dap/from_js.h"
#include "dap/plugin.h"
#include "dap/to_js.h"
#include "kernels/evaluate.h"
#include "kernels/gather.h"
#include "kernels/kept_program.h"
#include "kernels/random/random.h"
#include "kernels/reductions/states.h"
#include "kernels/scan.h"
#include "kernels/simd.h"
#include "memory/block.h"
#include "mpi/collectives.h"
#include "mpi/communicator.h"
#include "mpi/environment.h"
#include "mpi/large_count.h"
#include "mpi/neighborhood.h"
#include "mpi/pair_reduction.h"
#include "mpi/point_to_point.h"
#include "mpi/reductions.h"
#include "mpi/repeated.h"
#include "mpi/request.h"
#include "mpi/sections.h"
#include "mpi/topology.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  distarray::init_addon(env, exports);
  distarray::define_environment(exports);
  distarray::define_communicator(exports);
  distarray::define_collectives(exports);
  distarray::define_reductions(exports);
  distarray::define_pair_reduction(exports);
  distarray::define_sections(exports);
  distarray::define_point_to_point(exports);
  distarray::define_topology(exports);
  distarray::define_neighborhood(exports);
  distarray::define_large_count(exports);
  distarray::define_repeated(exports);
  distarray::define_request(exports);
  distarray::define_block(exports);
  distarray::define_evaluate(exports);
  distarray::define_kept_program(exports);
  distarray::define_gather(exports);
  distarray::define_simd(exports);
  distarray::define_random(exports);
  distarray::define_dap_from_js(exports);
  distarray::define_dap_plugin(exports);
  distarray::define_dap_describe(exports);
  distarray::define_dap_to_js(exports);
  distarray::define_dlpack(exports);
  distarray::define_dap_checksum(exports);
  distarray::kernels::define_reduction_states(exports);
  distarray::kernels::define_scan(exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(core, init)
