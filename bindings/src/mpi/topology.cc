#include "mpi/topology.h"

#include "common/addon.h"
#include "common/comm_handle.h"
#include "mpi/arguments.h"
#include "mpi/check.h"
#include "mpi/communicator.h"

namespace distarray {
namespace {

int* int32_data(const Napi::Value& array) {
  return reinterpret_cast<int*>(data_of(array));
}

// MPI_Dims_create -> dims_create(ranks, dims: Int32Array [ndim]): fills the dims that are 0
Napi::Value dims_create(const Napi::CallbackInfo& info) {
  const auto dims = info[1].As<Napi::Int32Array>();
  MPI_CHECK(MPI_Dims_create, int_of(info[0]), static_cast<int>(dims.ElementLength()), int32_data(dims));
  return info.Env().Undefined();
}

// MPI_Cart_create -> cart_create(comm, dims: Int32Array [ndim], periods: Int32Array [ndim], reorder): handle
// | undefined
Napi::Value cart_create(const Napi::CallbackInfo& info) {
  const auto dims = ints_of(info[1]), periods = ints_of(info[2]);
  MPI_Comm made = MPI_COMM_NULL;
  MPI_CHECK(MPI_Cart_create, comm_of(info[0]), static_cast<int>(dims.size()), dims.data(), periods.data(),
            info[3].As<Napi::Boolean>().Value(), &made);
  return wrap_comm(info.Env(), made);
}

// MPI_Cart_coords -> cart_coords(comm, rank, coords: Int32Array [ndim])
Napi::Value cart_coords(const Napi::CallbackInfo& info) {
  const auto coords = info[2].As<Napi::Int32Array>();
  MPI_CHECK(MPI_Cart_coords, comm_of(info[0]), int_of(info[1]), static_cast<int>(coords.ElementLength()),
            int32_data(coords));
  return info.Env().Undefined();
}

// MPI_Cart_rank -> cart_rank(comm, coords: Int32Array [ndim]): rank
Napi::Value cart_rank(const Napi::CallbackInfo& info) {
  int rank = 0;
  MPI_CHECK(MPI_Cart_rank, comm_of(info[0]), int32_data(info[1]), &rank);
  return Napi::Number::New(info.Env(), rank);
}

// MPI_Cart_shift -> cart_shift(comm, dim, steps, ranks: Int32Array [2]): stores source and dest, -2 for
// nobody
Napi::Value cart_shift(const Napi::CallbackInfo& info) {
  int source = 0, dest = 0;
  MPI_CHECK(MPI_Cart_shift, comm_of(info[0]), int_of(info[1]), int_of(info[2]), &source, &dest);
  int* ranks = int32_data(info[3]);
  ranks[0] = rank_to_code(source);
  ranks[1] = rank_to_code(dest);
  return info.Env().Undefined();
}

// MPI_Cart_sub -> cart_sub(comm, keep: Int32Array [ndim] of 0 and 1): handle
Napi::Value cart_sub(const Napi::CallbackInfo& info) {
  MPI_Comm made = MPI_COMM_NULL;
  MPI_CHECK(MPI_Cart_sub, comm_of(info[0]), int32_data(info[1]), &made);
  return wrap_comm(info.Env(), made);
}

// MPI_Dist_graph_create_adjacent -> dist_graph_create_adjacent(comm, sources, destinations: Int32Array,
// sourceWeights, destinationWeights: Int32Array, both null for none, reorder): handle
Napi::Value dist_graph_create_adjacent(const Napi::CallbackInfo& info) {
  const auto sources = ints_of(info[1]), destinations = ints_of(info[2]);
  const bool weighted = !info[3].IsNull();
  // MPI wants an address of each list, even an empty one's.
  static int none = 0;
  const auto address = [](const std::vector<int>& list) { return list.empty() ? &none : list.data(); };
  std::vector<int> source_weights, destination_weights;
  if (weighted) {
    source_weights = ints_of(info[3]);
    destination_weights = ints_of(info[4]);
  }
  MPI_Comm made = MPI_COMM_NULL;
  MPI_CHECK(MPI_Dist_graph_create_adjacent, comm_of(info[0]), static_cast<int>(sources.size()),
            address(sources), weighted ? address(source_weights) : MPI_UNWEIGHTED,
            static_cast<int>(destinations.size()), address(destinations),
            weighted ? address(destination_weights) : MPI_UNWEIGHTED, MPI_INFO_NULL,
            info[5].As<Napi::Boolean>().Value(), &made);
  return wrap_comm(info.Env(), made);
}

}  // namespace

void define_topology(Napi::Object exports) {
  define<dims_create>(exports, "dims_create");
  define<cart_create>(exports, "cart_create");
  define<cart_coords>(exports, "cart_coords");
  define<cart_rank>(exports, "cart_rank");
  define<cart_shift>(exports, "cart_shift");
  define<cart_sub>(exports, "cart_sub");
  define<dist_graph_create_adjacent>(exports, "dist_graph_create_adjacent");
}

}  // namespace distarray
