// Where vectors come from, and how they are exported.
#include <cstdint>
#include <dap/trilinos/create.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "addon.h"
#include "any_vector.h"
#include "vector.h"

namespace distarray::trilinos {
namespace {

// What JavaScript found wrong on this rank, as [code, message, fields]: for the ranks that found nothing.
std::exception_ptr problem_of(const Napi::Value& value) {
  const auto report = value.As<Napi::Array>();
  NativeError error(report.Get(0u).As<Napi::String>(), report.Get(1u).As<Napi::String>());
  const auto fields = report.Get(2u).As<Napi::Object>();
  for (const auto& [key, field] : fields)
    if (const Napi::Value text = field; text.IsString())
      error.with(key.As<Napi::String>().Utf8Value(), text.As<Napi::String>().Utf8Value());
  return std::make_exception_ptr(error);
}

template <class V>
Napi::Value hand_over_vector(Napi::Env env, std::unique_ptr<V> vector) {
  const auto space = vector->space();
  return hand_over(env, std::make_shared<AnyVector>(std::move(vector)), space);
}

template <class V>
Napi::Value create(const Napi::CallbackInfo& info) {
  dap::Operand section;
  std::exception_ptr problem;
  if (info[1].IsArray())
    problem = problem_of(info[1]);
  else
    section = dap::operand(std::move(unwrap_handle<dap_array>(info[1], dap_array_tag, "a dap_array")));
  return hand_over_vector(info.Env(), std::make_unique<V>(comm_of(info[0]), section, problem));
}

// Tpetra::Vector -> vector_create(comm, array | [code, message, fields]): handle. Takes the dap_array over;
// an error on one rank is thrown on every rank. Collective.
Napi::Value vector_create(const Napi::CallbackInfo& info) {
  return create<Vector>(info);
}

// Epetra_Vector(View, ...) -> epetra_vector_create(comm, array | [code, message, fields]): handle. As
// vector_create.
Napi::Value epetra_vector_create(const Napi::CallbackInfo& info) {
  return create<EpetraVector>(info);
}

dap::Sizes sizes_of(const Napi::Value& local, const Napi::Value& global) {
  const auto size = [](const Napi::Value& value) -> std::optional<int64_t> {
    if (value.IsUndefined()) return std::nullopt;
    return value.As<Napi::Number>().Int64Value();
  };
  return {size(local), size(global)};
}

// Tpetra::Map(n, nLocal, ...), Tpetra::Vector -> vector_new(comm, localSize | undefined, size | undefined):
// handle. In Tpetra's own memory, zeros. Collective.
Napi::Value vector_new(const Napi::CallbackInfo& info) {
  return hand_over_vector(info.Env(),
                          dap::trilinos::create_vector(comm_of(info[0]), sizes_of(info[1], info[2])));
}

// Epetra_Map(n, nLocal, ...), Epetra_Vector -> epetra_vector_new(comm, localSize | undefined,
// size | undefined): handle. As vector_new.
Napi::Value epetra_vector_new(const Napi::CallbackInfo& info) {
  return hand_over_vector(info.Env(),
                          dap::trilinos::create_epetra_vector(comm_of(info[0]), sizes_of(info[1], info[2])));
}

template <class Index>
std::vector<Index> indices_of(const Napi::Value& value) {
  const auto view = value.As<Napi::TypedArray>();
  const auto* bytes = static_cast<const char*>(view.ArrayBuffer().Data()) + view.ByteOffset();
  if (view.TypedArrayType() == napi_int32_array) {
    const auto* first = reinterpret_cast<const int32_t*>(bytes);
    return {first, first + view.ElementLength()};
  }
  const auto* first = reinterpret_cast<const int64_t*>(bytes);
  return {first, first + view.ElementLength()};
}

// Tpetra::Map(n, indices, ...), Tpetra::Vector -> vector_new_listed(comm, indices: Int32Array |
// BigInt64Array): handle. Over a map that lists this rank's global indices. Collective.
Napi::Value vector_new_listed(const Napi::CallbackInfo& info) {
  return hand_over_vector(
      info.Env(),
      dap::trilinos::create_vector(comm_of(info[0]), indices_of<dap::trilinos::GlobalOrdinal>(info[1])));
}

// Epetra_Map(n, nLocal, indices, ...), Epetra_Vector -> epetra_vector_new_listed(comm, indices: Int32Array |
// BigInt64Array): handle. As vector_new_listed; the map keeps the type of the indices.
Napi::Value epetra_vector_new_listed(const Napi::CallbackInfo& info) {
  const MPI_Comm comm = comm_of(info[0]);
  const bool narrow = info[1].As<Napi::TypedArray>().TypedArrayType() == napi_int32_array;
  return hand_over_vector(info.Env(),
                          narrow ? dap::trilinos::create_epetra_vector(comm, indices_of<int>(info[1]))
                                 : dap::trilinos::create_epetra_vector(comm, indices_of<long long>(info[1])));
}

// no Trilinos function -> vector_export(vector): dap_array handle over the vector's memory, which it keeps
// alive.
Napi::Value vector_export(const Napi::CallbackInfo& info) {
  return object_of<AnyVector>(info[0])->visit(
      [&](auto& vector) { return wrap_dap_array(info.Env(), dap::share(vector.operand())); });
}

}  // namespace

void define_vector_create(Napi::Object exports) {
  define<vector_create>(exports, "vector_create");
  define<epetra_vector_create>(exports, "epetra_vector_create");
  define<vector_new>(exports, "vector_new");
  define<epetra_vector_new>(exports, "epetra_vector_new");
  define<vector_new_listed>(exports, "vector_new_listed");
  define<epetra_vector_new_listed>(exports, "epetra_vector_new_listed");
  define<vector_export>(exports, "vector_export");
}

}  // namespace distarray::trilinos
