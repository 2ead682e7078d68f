#include "mpi/pair_reduction.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "common/addon.h"
#include "common/comm_handle.h"
#include "mpi/arguments.h"
#include "mpi/check.h"
#include "mpi/datatype.h"
#include "mpi/reduce_to_root.h"

namespace distarray {
namespace {

// MPI's own pair types (MPI_DOUBLE_INT, ...) have int indices and few value types; this pair serves all.
template <class T>
struct Pair {
  T value;
  int64_t index;
};

// Whether `a` comes before `b`: by value, NaN before all (as in NumPy's argmin and argmax), ties by lower
// index.
template <class T, bool larger>
bool precedes(const Pair<T>& a, const Pair<T>& b) {
  if constexpr (std::is_floating_point_v<T>) {
    const bool a_nan = std::isnan(a.value), b_nan = std::isnan(b.value);
    if (a_nan != b_nan) return a_nan;
    if (a_nan) return a.index < b.index;
  }
  if (a.value != b.value) return larger ? a.value > b.value : a.value < b.value;
  return a.index < b.index;
}

template <class T, bool larger>
void pick_each(void* in, void* inout, int* count, MPI_Datatype*) {
  const auto* a = static_cast<const Pair<T>*>(in);
  auto* b = static_cast<Pair<T>*>(inout);
  for (int i = 0; i < *count; ++i)
    if (precedes<T, larger>(a[i], b[i])) b[i] = a[i];
}

// Made at first use and kept to the end of the process.
template <class T, bool larger>
MPI_Op pair_op() {
  static const MPI_Op op = [] {
    MPI_Op made = MPI_OP_NULL;
    MPI_CHECK(MPI_Op_create, pick_each<T, larger>, 1, &made);
    return made;
  }();
  return op;
}

template <class T>
MPI_Datatype pair_type() {
  static const MPI_Datatype type = [] {
    MPI_Datatype made = MPI_DATATYPE_NULL;
    MPI_CHECK(MPI_Type_contiguous, static_cast<int>(sizeof(Pair<T>)), MPI_BYTE, &made);
    MPI_CHECK(MPI_Type_commit, &made);
    return made;
  }();
  return type;
}

// Indices as JavaScript has them: Int32Array, BigInt64Array, or Float64Array of integers.
class Indices {
 public:
  explicit Indices(const Napi::Value& array)
      : _data(data_of(array)), _type(array.As<Napi::TypedArray>().TypedArrayType()) {}

  int64_t get(int64_t i) const {
    if (_type == napi_int32_array) return reinterpret_cast<const int32_t*>(_data)[i];
    if (_type == napi_bigint64_array) return reinterpret_cast<const int64_t*>(_data)[i];
    return static_cast<int64_t>(reinterpret_cast<const double*>(_data)[i]);
  }
  void set(int64_t i, int64_t index) {
    if (_type == napi_int32_array)
      reinterpret_cast<int32_t*>(_data)[i] = static_cast<int32_t>(index);
    else if (_type == napi_bigint64_array)
      reinterpret_cast<int64_t*>(_data)[i] = index;
    else
      reinterpret_cast<double*>(_data)[i] = static_cast<double>(index);
  }

 private:
  std::byte* _data;
  napi_typedarray_type _type;
};

constexpr int64_t piece = 1 << 16;  // pairs at a time: the copy stays small and in cache

template <class T>
void reduce_pairs(const Napi::CallbackInfo& info) {
  const MPI_Comm comm = comm_of(info[0]);
  const auto* values = reinterpret_cast<const T*>(data_of(info[1]));
  const Indices indices(info[2]);
  const int64_t count = integer_of(info[5]);
  const MPI_Op op = info[7].As<Napi::Boolean>().Value() ? pair_op<T, true>() : pair_op<T, false>();
  const int root = int_of(info[8]);
  int self = 0;
  MPI_CHECK(MPI_Comm_rank, comm, &self);
  const bool receives = root < 0 || root == self;
  std::vector<Pair<T>> pairs(static_cast<size_t>(std::min(count, piece)));
  for (int64_t start = 0; start < count; start += piece) {
    const auto length = static_cast<int>(std::min(piece, count - start));
    for (int i = 0; i < length; ++i) pairs[i] = {values[start + i], indices.get(start + i)};
    if (root < 0)
      MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, pairs.data(), length, pair_type<T>(), op, comm);
    else
      reduce_to_root(receives ? MPI_IN_PLACE : pairs.data(), pairs.data(), length, pair_type<T>(), op, root,
                     comm);
    if (!receives) continue;
    auto* out = reinterpret_cast<T*>(data_of(info[3]));
    Indices out_indices(info[4]);
    for (int i = 0; i < length; ++i) {
      out[start + i] = pairs[i].value;
      out_indices.set(start + i, pairs[i].index);
    }
  }
}

// MPI_Allreduce, MPI_Reduce -> reduce_pairs(comm, values, indices, out values, out indices, count, dtype,
// larger, root): root -1 for the result on every rank; elsewhere than on the root, the outputs are undefined.
// In place, outputs are inputs.
Napi::Value reduce_pairs_any(const Napi::CallbackInfo& info) {
  switch (element_of(info[6]).dtype) {
    case DType::int8:
      reduce_pairs<int8_t>(info);
      break;
    case DType::int16:
      reduce_pairs<int16_t>(info);
      break;
    case DType::int32:
      reduce_pairs<int32_t>(info);
      break;
    case DType::int64:
      reduce_pairs<int64_t>(info);
      break;
    case DType::uint8:
      reduce_pairs<uint8_t>(info);
      break;
    case DType::uint16:
      reduce_pairs<uint16_t>(info);
      break;
    case DType::uint32:
      reduce_pairs<uint32_t>(info);
      break;
    case DType::uint64:
      reduce_pairs<uint64_t>(info);
      break;
    case DType::float32:
      reduce_pairs<float>(info);
      break;
    case DType::float64:
      reduce_pairs<double>(info);
      break;
    case DType::boolean:
    case DType::complex64:
    case DType::complex128:
      throw NativeError("ERR_DTYPE", "Expected values with an order but received bool or complex ones");
  }
  return info.Env().Undefined();
}

}  // namespace

void define_pair_reduction(Napi::Object exports) {
  define<reduce_pairs_any>(exports, "reduce_pairs");
}

}  // namespace distarray
