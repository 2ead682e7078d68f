#include "mpi/communicator.h"

#include "common/addon.h"
#include "common/comm_handle.h"
#include "mpi/arguments.h"
#include "mpi/check.h"

namespace distarray {
namespace {

// MPI_COMM_WORLD -> comm_world(): communicator handle
Napi::Value comm_world(const Napi::CallbackInfo& info) {
  require_active_mpi();
  auto* handle = new CommHandle{MPI_COMM_WORLD, false};
  return wrap_handle(info.Env(), handle, comm_tag, [](CommHandle* p) { delete p; });
}

// MPI_COMM_SELF -> comm_self(): communicator handle
Napi::Value comm_self(const Napi::CallbackInfo& info) {
  require_active_mpi();
  auto* handle = new CommHandle{MPI_COMM_SELF, false};
  return wrap_handle(info.Env(), handle, comm_tag, [](CommHandle* p) { delete p; });
}

// MPI_Comm_f2c -> comm_f2c(handle: bigint): communicator handle, of a communicator that stays its owner's
Napi::Value comm_f2c(const Napi::CallbackInfo& info) {
  require_active_mpi();
  bool lossless = false;
  const int64_t fortran = info[0].As<Napi::BigInt>().Int64Value(&lossless);
  auto* handle = new CommHandle{MPI_Comm_f2c(static_cast<MPI_Fint>(fortran)), false};
  return wrap_handle(info.Env(), handle, comm_tag, [](CommHandle* p) { delete p; });
}

// MPI_Comm_c2f -> comm_c2f(comm): bigint, by which comm_f2c finds it in every thread of this process
Napi::Value comm_c2f(const Napi::CallbackInfo& info) {
  return Napi::BigInt::New(info.Env(), static_cast<int64_t>(MPI_Comm_c2f(comm_of(info[0]))));
}

// is_comm(value): whether it is a communicator handle
Napi::Value is_comm(const Napi::CallbackInfo& info) {
  const bool tagged =
      info[0].IsExternal() && info[0].As<Napi::External<CommHandle>>().CheckTypeTag(&comm_tag);
  return Napi::Boolean::New(info.Env(), tagged);
}

// MPI_Comm_rank -> comm_rank(comm): this process's rank
Napi::Value comm_rank(const Napi::CallbackInfo& info) {
  int rank = 0;
  MPI_CHECK(MPI_Comm_rank, comm_of(info[0]), &rank);
  return Napi::Number::New(info.Env(), rank);
}

// MPI_Comm_size -> comm_size(comm): number of ranks
Napi::Value comm_size(const Napi::CallbackInfo& info) {
  int size = 0;
  MPI_CHECK(MPI_Comm_size, comm_of(info[0]), &size);
  return Napi::Number::New(info.Env(), size);
}

// MPI_Comm_dup -> comm_dup(comm): communicator handle
Napi::Value comm_dup(const Napi::CallbackInfo& info) {
  MPI_Comm made = MPI_COMM_NULL;
  MPI_CHECK(MPI_Comm_dup, comm_of(info[0]), &made);
  return wrap_comm(info.Env(), made);
}

// MPI_Comm_split -> comm_split(comm, colour | -1 for none, key): communicator handle | undefined
Napi::Value comm_split(const Napi::CallbackInfo& info) {
  const int colour = int_of(info[1]);
  MPI_Comm made = MPI_COMM_NULL;
  MPI_CHECK(MPI_Comm_split, comm_of(info[0]), colour < 0 ? MPI_UNDEFINED : colour, int_of(info[2]), &made);
  return wrap_comm(info.Env(), made);
}

// MPI_Comm_create_group -> comm_create_group(comm, ranks: Int32Array, tag): communicator handle; called by
// the ranks of the list only
Napi::Value comm_create_group(const Napi::CallbackInfo& info) {
  const MPI_Comm comm = comm_of(info[0]);
  const std::vector<int> ranks = ints_of(info[1]);
  MPI_Group all = MPI_GROUP_NULL, some = MPI_GROUP_NULL;
  MPI_CHECK(MPI_Comm_group, comm, &all);
  const int included = MPI_Group_incl(all, static_cast<int>(ranks.size()), ranks.data(), &some);
  MPI_Group_free(&all);
  check_mpi(included, "MPI_Group_incl");
  MPI_Comm made = MPI_COMM_NULL;
  const int code = MPI_Comm_create_group(comm, some, int_of(info[2]), &made);
  MPI_Group_free(&some);
  check_mpi(code, "MPI_Comm_create_group");
  return wrap_comm(info.Env(), made);
}

// MPI_Comm_compare -> comm_compare(a, b): 0 identical, 1 congruent, 2 similar, 3 unequal
Napi::Value comm_compare(const Napi::CallbackInfo& info) {
  int result = MPI_UNEQUAL;
  MPI_CHECK(MPI_Comm_compare, comm_of(info[0]), comm_of(info[1]), &result);
  const int code = result == MPI_IDENT ? 0 : result == MPI_CONGRUENT ? 1 : result == MPI_SIMILAR ? 2 : 3;
  return Napi::Number::New(info.Env(), code);
}

// MPI_Comm_get_name -> comm_get_name(comm): string
Napi::Value comm_get_name(const Napi::CallbackInfo& info) {
  char name[MPI_MAX_OBJECT_NAME] = "";
  int length = 0;
  MPI_CHECK(MPI_Comm_get_name, comm_of(info[0]), name, &length);
  return Napi::String::New(info.Env(), name, static_cast<size_t>(length));
}

// MPI_Comm_set_name -> comm_set_name(comm, name)
Napi::Value comm_set_name(const Napi::CallbackInfo& info) {
  const std::string name = info[1].As<Napi::String>();
  MPI_CHECK(MPI_Comm_set_name, comm_of(info[0]), name.c_str());
  return info.Env().Undefined();
}

// MPI_Comm_get_attr(MPI_TAG_UB) -> comm_tag_ub(comm): largest tag
Napi::Value comm_tag_ub(const Napi::CallbackInfo& info) {
  int* value = nullptr;
  int found = 0;
  MPI_CHECK(MPI_Comm_get_attr, comm_of(info[0]), MPI_TAG_UB, &value, &found);
  return Napi::Number::New(info.Env(), found ? *value : 32767);  // 32767: the least the standard allows
}

// MPI_Comm_free -> comm_free(comm): collective; world and self are left alone; idempotent.
Napi::Value comm_free(const Napi::CallbackInfo& info) {
  auto& handle = unwrap_handle<CommHandle>(info[0], comm_tag, "a communicator");
  if (handle.owned && handle.comm != MPI_COMM_NULL && is_mpi_active()) MPI_CHECK(MPI_Comm_free, &handle.comm);
  handle.comm = MPI_COMM_NULL;
  return info.Env().Undefined();
}

}  // namespace

Napi::Value wrap_comm(Napi::Env env, MPI_Comm comm) {
  if (comm == MPI_COMM_NULL) return env.Undefined();
  MPI_CHECK(MPI_Comm_set_errhandler, comm, MPI_ERRORS_RETURN);
  return wrap_handle(env, new CommHandle{comm, true}, comm_tag, [](CommHandle* p) { delete p; });
}

void define_communicator(Napi::Object exports) {
  define<comm_world>(exports, "comm_world");
  define<comm_self>(exports, "comm_self");
  define<comm_rank>(exports, "comm_rank");
  define<comm_size>(exports, "comm_size");
  define<comm_dup>(exports, "comm_dup");
  define<comm_split>(exports, "comm_split");
  define<comm_create_group>(exports, "comm_create_group");
  define<comm_compare>(exports, "comm_compare");
  define<comm_get_name>(exports, "comm_get_name");
  define<comm_set_name>(exports, "comm_set_name");
  define<comm_tag_ub>(exports, "comm_tag_ub");
  define<comm_free>(exports, "comm_free");
  define<comm_f2c>(exports, "comm_f2c");
  define<comm_c2f>(exports, "comm_c2f");
  define<is_comm>(exports, "is_comm");
}

}  // namespace distarray
