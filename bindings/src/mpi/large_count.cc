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

// `count` elements of `type` in a row; not committed: a part of another type.
OwnType contiguous(MPI_Datatype type, int64_t count) {
  MPI_Datatype made = MPI_DATATYPE_NULL;
  MPI_CHECK(MPI_Type_contiguous, static_cast<int>(count), type, &made);
  return OwnType(made);
}

// One element of a type of `count` > 0 elements: blocks of `limit` elements, then the rest.
Counted derived(Call& call, const Element& element, int64_t count, int64_t displacement) {
  const int64_t blocks = count / limit, rest = count % limit;
  const OwnType block = contiguous(element.type, limit);
  const int lengths[] = {static_cast<int>(blocks), static_cast<int>(rest)};
  const MPI_Aint displacements[] = {displacement,
                                    displacement + (count - rest) * static_cast<int64_t>(element.size)};
  const MPI_Datatype types[] = {block.get(), element.type};
  const int first = blocks == 0 ? 1 : 0, last = rest == 0 ? 1 : 2;
  MPI_Datatype made = MPI_DATATYPE_NULL;
  MPI_CHECK(MPI_Type_create_struct, last - first, lengths + first, displacements + first, types + first,
            &made);
  call.keep(OwnType(made));
  MPI_CHECK(MPI_Type_commit, &made);
  return {made, 1};
}

// (ours) -> set_max_count(count): the largest count given to MPI in one piece; for tests, the same on every
// rank
Napi::Value set_max_count(const Napi::CallbackInfo& info) {
  limit = integer_of(info[0]);
  return info.Env().Undefined();
}

}  // namespace

int64_t max_count() {
  return limit;
}

Counted counted(Call& call, const Element& element, int64_t count, int64_t parts) {
  if (count <= limit / parts) return {element.type, static_cast<int>(count)};
  return derived(call, element, count, 0);
}

Counted counted_at(Call& call, const Element& element, int64_t count, int64_t displacement) {
  if (count == 0) return {element.type, 0};
  return derived(call, element, count, displacement);
}

void define_large_count(Napi::Object exports) {
  define<set_max_count>(exports, "set_max_count");
}

}  // namespace distarray
