#include "kernels/reductions/states.h"

#include <cstring>

#include "common/addon.h"
#include "common/comm_handle.h"
#include "kernels/reductions/reduction.h"
#include "mpi/arguments.h"
#include "mpi/check.h"

namespace distarray::kernels {
namespace {

constexpr std::size_t most_arrays = 8;  // of a state, or of the inputs

const Reduction& reduction_of(const Napi::Value& number) {
  return reductions()[static_cast<std::size_t>(int_of(number))];
}

// The memory of a JavaScript array of typed arrays.
struct Arrays {
  void* data[most_arrays];
  explicit Arrays(const Napi::Value& value) {
    const auto list = value.As<Napi::Array>();
    for (uint32_t i = 0; i < list.Length() && i < most_arrays; ++i) data[i] = data_of(list.Get(i));
  }
};

std::size_t size_of(DType dtype) {
  switch (dtype) {
    case DType::boolean:
    case DType::int8:
    case DType::uint8:
      return 1;
    case DType::int16:
    case DType::uint16:
      return 2;
    case DType::int32:
    case DType::uint32:
    case DType::float32:
      return 4;
    case DType::int64:
    case DType::uint64:
    case DType::float64:
    case DType::complex64:
      return 8;
    case DType::complex128:
      return 16;
  }
  return 0;
}

// n packed states are their arrays one after the other, each padded to a multiple of 16 bytes.
std::size_t packed_bytes(DType dtype, std::ptrdiff_t n) {
  return (static_cast<std::size_t>(n) * size_of(dtype) + 15) / 16 * 16;
}

Napi::Value numbers_of(Napi::Env env, const std::vector<DType>& dtypes) {
  auto list = Napi::Array::New(env, dtypes.size());
  for (uint32_t i = 0; i < dtypes.size(); ++i) list.Set(i, static_cast<int>(dtypes[i]));
  return list;
}

// kernel_reductions() -> [{ name, inputs, state, hasResult }], dtypes as numbers
Napi::Value kernel_reductions(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto list = Napi::Array::New(env);
  for (const auto& reduction : reductions()) {
    auto entry = Napi::Object::New(env);
    entry.Set("name", reduction.name);
    entry.Set("inputs", numbers_of(env, reduction.inputs));
    entry.Set("state", numbers_of(env, reduction.state));
    entry.Set("hasResult", reduction.result != nullptr);
    list.Set(list.Length(), entry);
  }
  return list;
}

// reduction_init(reduction, state, n)
Napi::Value reduction_init(const Napi::CallbackInfo& info) {
  reduction_of(info[0]).init(Arrays(info[1]).data, integer_of(info[2]));
  return info.Env().Undefined();
}

// reduction_combine(reduction, into, from, n)
Napi::Value reduction_combine(const Napi::CallbackInfo& info) {
  reduction_of(info[0]).combine(Arrays(info[1]).data, Arrays(info[2]).data, integer_of(info[3]));
  return info.Env().Undefined();
}

// reduction_finish(reduction, state, out, n)
Napi::Value reduction_finish(const Napi::CallbackInfo& info) {
  auto* out = reinterpret_cast<double*>(data_of(info[2]));
  reduction_of(info[0]).result(Arrays(info[1]).data, out, integer_of(info[3]));
  return info.Env().Undefined();
}

// reduction_fold(reduction, inputs, n, state): n adjacent elements into one state
Napi::Value reduction_fold(const Napi::CallbackInfo& info) {
  const Reduction& reduction = reduction_of(info[0]);
  const Arrays inputs(info[1]), state(info[3]);
  const std::ptrdiff_t n = integer_of(info[2]);
  Fold scratch;
  reduction.fold(inputs.data, n, state.data, scratch);
  finish(scratch, state.data);
  return info.Env().Undefined();
}

// States [start, start + n), packed.
void pack_states(const Reduction& reduction, void* const* state, std::ptrdiff_t start, std::ptrdiff_t n,
                 std::byte* packed) {
  if (n == 0) return;
  for (std::size_t c = 0; c < reduction.state.size(); ++c) {
    const std::size_t size = size_of(reduction.state[c]);
    std::memcpy(packed, static_cast<std::byte*>(state[c]) + static_cast<std::size_t>(start) * size,
                static_cast<std::size_t>(n) * size);
    packed += packed_bytes(reduction.state[c], n);
  }
}

// States [start, start + n) become the combination of `parts` packed ones, in order.
void unpack_states(const Reduction& reduction, void* const* state, std::ptrdiff_t start, std::ptrdiff_t n,
                   std::byte* packed, int parts) {
  if (n == 0) return;
  void *into[most_arrays], *from[most_arrays];
  for (std::size_t c = 0; c < reduction.state.size(); ++c) {
    const std::size_t size = size_of(reduction.state[c]);
    into[c] = static_cast<std::byte*>(state[c]) + static_cast<std::size_t>(start) * size;
  }
  for (int part = 0; part < parts; ++part) {
    for (std::size_t c = 0; c < reduction.state.size(); ++c) {
      if (part == 0) std::memcpy(into[c], packed, static_cast<std::size_t>(n) * size_of(reduction.state[c]));
      from[c] = packed;
      packed += packed_bytes(reduction.state[c], n);
    }
    if (part > 0) reduction.combine(into, from, n);
  }
}

// reduction_pack(reduction, state, start, n, packed, at): states [start, start + n) to byte `at` of `packed`
Napi::Value reduction_pack(const Napi::CallbackInfo& info) {
  pack_states(reduction_of(info[0]), Arrays(info[1]).data, integer_of(info[2]), integer_of(info[3]),
              data_of(info[4]) + integer_of(info[5]));
  return info.Env().Undefined();
}

// reduction_unpack(reduction, state, start, n, packed, at, parts): states [start, start + n) from byte `at`
Napi::Value reduction_unpack(const Napi::CallbackInfo& info) {
  unpack_states(reduction_of(info[0]), Arrays(info[1]).data, integer_of(info[2]), integer_of(info[3]),
                data_of(info[4]) + integer_of(info[5]), int_of(info[6]));
  return info.Env().Undefined();
}

// MPI_Allgather, MPI_Gather -> combine_states(comm, reduction, state, n, root): for few states, which all
// travel; root -1 for the result on every rank
Napi::Value combine_states(const Napi::CallbackInfo& info) {
  const MPI_Comm comm = comm_of(info[0]);
  const Reduction& reduction = reduction_of(info[1]);
  const Arrays state(info[2]);
  const std::ptrdiff_t n = integer_of(info[3]);
  const int root = int_of(info[4]);
  int size = 0, rank = 0;
  MPI_CHECK(MPI_Comm_size, comm, &size);
  MPI_CHECK(MPI_Comm_rank, comm, &rank);
  std::size_t bytes = 0;
  for (const DType dtype : reduction.state) bytes += packed_bytes(dtype, n);
  // Kept between calls: allocating would cost as much as the exchange.
  static std::vector<std::byte> memory;
  if (memory.size() < bytes * (static_cast<std::size_t>(size) + 1))
    memory.resize(bytes * (static_cast<std::size_t>(size) + 1));
  std::byte *own = memory.data(), *all = own + bytes;
  pack_states(reduction, state.data, 0, n, own);
  const int count = static_cast<int>(bytes);
  if (root < 0)
    MPI_CHECK(MPI_Allgather, own, count, MPI_BYTE, all, count, MPI_BYTE, comm);
  else
    MPI_CHECK(MPI_Gather, own, count, MPI_BYTE, all, count, MPI_BYTE, root, comm);
  if (root < 0 || root == rank) unpack_states(reduction, state.data, 0, n, all, size);
  return info.Env().Undefined();
}

// MPI_Allgather -> combine_agreed(comm, reduction, state, n, failed): number
// As combine_states for every rank, in one message with whether a rank failed, which then has no states. The
// lowest rank that did, and no states are combined; or -1.
Napi::Value combine_agreed(const Napi::CallbackInfo& info) {
  const MPI_Comm comm = comm_of(info[0]);
  const Reduction& reduction = reduction_of(info[1]);
  const Arrays state(info[2]);
  const std::ptrdiff_t n = integer_of(info[3]);
  const bool failed = info[4].As<Napi::Boolean>().Value();
  int size = 0;
  MPI_CHECK(MPI_Comm_size, comm, &size);
  std::size_t bytes = 0;
  for (const DType dtype : reduction.state) bytes += packed_bytes(dtype, n);
  const std::size_t ranks = static_cast<std::size_t>(size), whole = bytes + 16;
  static std::vector<std::byte> memory;
  if (memory.size() < whole * (ranks + 1) + bytes * ranks) memory.resize(whole * (ranks + 1) + bytes * ranks);
  std::byte *own = memory.data(), *all = own + whole, *packed = all + whole * ranks;
  std::memset(own, 0, whole);
  own[bytes] = static_cast<std::byte>(failed);
  if (!failed) pack_states(reduction, state.data, 0, n, own);
  const int count = static_cast<int>(whole);
  MPI_CHECK(MPI_Allgather, own, count, MPI_BYTE, all, count, MPI_BYTE, comm);
  for (int rank = 0; rank < size; ++rank) {
    const std::byte* from = all + whole * static_cast<std::size_t>(rank);
    if (from[bytes] != std::byte{0}) return Napi::Number::New(info.Env(), rank);
    std::memcpy(packed + bytes * static_cast<std::size_t>(rank), from, bytes);
  }
  unpack_states(reduction, state.data, 0, n, packed, size);
  return Napi::Number::New(info.Env(), -1);
}

}  // namespace

void define_reduction_states(Napi::Object exports) {
  define<kernel_reductions>(exports, "kernel_reductions");
  define<reduction_init>(exports, "reduction_init");
  define<reduction_combine>(exports, "reduction_combine");
  define<reduction_finish>(exports, "reduction_finish");
  define<reduction_fold>(exports, "reduction_fold");
  define<reduction_pack>(exports, "reduction_pack");
  define<reduction_unpack>(exports, "reduction_unpack");
  define<combine_states>(exports, "combine_states");
  define<combine_agreed>(exports, "combine_agreed");
}

}  // namespace distarray::kernels
