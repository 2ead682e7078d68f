#include "mpi/large_count.h"

#include <climits>

namespace distarray {
namespace {

int64_t limit = INT_MAX;

// A committed datatype that frees itself.
class OwnType {
 public:
  explicit OwnType(MPI_Datatype type) : _type(type) {}
  OwnType(OwnType&& other) noexcept : _type(std::exchange(other._type, MPI_DATATYPE_NULL)) {}
  OwnType(const OwnType&) = delete;
  OwnType& operator=(const OwnType&) = delete;
  OwnType& operator=(OwnType&&) = delete;
  ~OwnType() {
    if (_type != MPI_DATATYPE_NULL && is_mpi_active()) MPI_Type_free(&_type);
  }
  MPI_Datatype get() const { return _type; }

 private:
  MPI_Datatype _type;
};

// Not committed: a part of another type.
OwnType contiguous(MPI_Datatype type, int64_t count) {
  MPI_Datatype made = MPI_DATATYPE_NULL;
  MPI_CHECK(MPI_Type_contiguous, static_cast<int>(count), type, &made);
  return OwnType(made);
}

// count = blocks * limit + rest; the blocks come first, then the rest.
MPI_Datatype large_type(Call& call, const Element& element, int64_t count, int64_t displacement) {
  const int64_t blocks = count / limit, rest = count % limit;
  const auto size = static_cast<int64_t>(element.size);
  const OwnType block = contiguous(element.type, limit);
  const OwnType body = contiguous(block.get(), blocks);
  int lengths[] = {1, static_cast<int>(rest)};
  MPI_Aint displacements[] = {displacement, displacement + blocks * limit * size};
  MPI_Datatype types[] = {body.get(), element.type};
  MPI_Datatype made = MPI_DATATYPE_NULL;
  MPI_CHECK(MPI_Type_create_struct, 2, lengths, displacements, types, &made);
  OwnType& type = call.keep(OwnType(made));
  MPI_CHECK(MPI_Type_commit, &made);
  return type.get();
}

// MPI_Type_contiguous, ... -> max_count(count): sets the largest count given to MPI in one piece
Napi::Value set_max_count(const Napi::CallbackInfo& info) {
  limit = integer_of(info[0]);
  return info.Env().Undefined();
}

}  // namespace

int64_t max_count() {
  return limit;
}

Counted counted(Call& call, const Element& element, int64_t count) {
  if (count <= limit) return {element.type, static_cast<int>(count)};
  return {large_type(call, element, count, 0), 1};
}

Counted counted_at(Call& call, const Element& element, int64_t count, int64_t displacement) {
  if (count == 0) return {element.type, 0};
  return {large_type(call, element, count, displacement), 1};
}

void define_large_count(Napi::Object exports) {
  define<set_max_count>(exports, "set_max_count");
}

}  // namespace distarray
