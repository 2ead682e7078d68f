#include "vec.h"

#include <optional>

#include "addon.h"

namespace distarray::petsc {
namespace {

// VecCreateMPIWithArray -> vec_create_with_array(comm, array): handle. Takes the dap_array over. Collective.
Napi::Value vec_create_with_array(const Napi::CallbackInfo& info) {
  auto& array = unwrap_handle<dap_array>(info[1], dap_array_tag, "a dap_array");
  return hand_over(info.Env(), Vector(comm_of(info[0]), std::move(array)));
}

// VecCreate -> vec_create(comm, localSize | undefined, size | undefined): handle. In PETSc's own memory,
// zeros. Collective.
Napi::Value vec_create(const Napi::CallbackInfo& info) {
  const auto size = [](const Napi::Value& value) -> std::optional<int64_t> {
    if (value.IsUndefined()) return std::nullopt;
    return value.As<Napi::Number>().Int64Value();
  };
  return hand_over(info.Env(), Vector::create(comm_of(info[0]), {size(info[1]), size(info[2])}));
}

// no PETSc function -> vec_export(vec): dap_array handle over the Vec's memory, which it keeps alive.
Napi::Value vec_export(const Napi::CallbackInfo& info) {
  return wrap_dap_array(info.Env(), dap::share(object_of<Vector>(info[0]).operand()));
}

// VecGetArray -> vec_get_array(vec): bigint, the address of the first local entry; nothing to restore.
Napi::Value vec_get_array(const Napi::CallbackInfo& info) {
  const Vec vec = object_of<Vector>(info[0]).vec();
  const PetscScalar* entries = nullptr;
  DAP_PETSC_CHECK(VecGetArrayRead, vec, &entries);
  const auto address = reinterpret_cast<uint64_t>(entries);
  DAP_PETSC_CHECK(VecRestoreArrayRead, vec, &entries);
  return Napi::BigInt::New(info.Env(), address);
}

// VecGetLocalSize -> vec_get_local_size(vec): number
Napi::Value vec_get_local_size(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(object_of<Vector>(info[0]).local_size()));
}

// VecGetSize -> vec_get_size(vec): number
Napi::Value vec_get_size(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(object_of<Vector>(info[0]).global_size()));
}

// VecGetOwnershipRange -> vec_get_ownership_start(vec): number
Napi::Value vec_get_ownership_start(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(object_of<Vector>(info[0]).offset()));
}

// VecNorm -> vec_norm(vec, type): number; type 0, 1 or 3 as NormType. Collective.
Napi::Value vec_norm(const Napi::CallbackInfo& info) {
  const auto type = static_cast<NormType>(info[1].As<Napi::Number>().Int32Value());
  return Napi::Number::New(info.Env(), object_of<Vector>(info[0]).norm(type));
}

// VecDot -> vec_dot(x, y): number. Collective.
Napi::Value vec_dot(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), object_of<Vector>(info[0]).dot(object_of<Vector>(info[1])));
}

// VecSum -> vec_sum(vec): number. Collective.
Napi::Value vec_sum(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), object_of<Vector>(info[0]).sum());
}

// VecSet -> vec_set(vec, value): void
Napi::Value vec_set(const Napi::CallbackInfo& info) {
  object_of<Vector>(info[0]).set(info[1].As<Napi::Number>());
  return info.Env().Undefined();
}

// VecScale -> vec_scale(vec, factor): void
Napi::Value vec_scale(const Napi::CallbackInfo& info) {
  object_of<Vector>(info[0]).scale(info[1].As<Napi::Number>());
  return info.Env().Undefined();
}

// VecAXPY -> vec_axpy(y, factor, x): void
Napi::Value vec_axpy(const Napi::CallbackInfo& info) {
  object_of<Vector>(info[0]).axpy(info[1].As<Napi::Number>(), object_of<Vector>(info[2]));
  return info.Env().Undefined();
}

// VecCopy -> vec_copy(x, y): void
Napi::Value vec_copy(const Napi::CallbackInfo& info) {
  object_of<Vector>(info[1]).copy_from(object_of<Vector>(info[0]));
  return info.Env().Undefined();
}

// no PETSc function -> address_of(view): bigint, where a typed array's first element lies.
Napi::Value address_of(const Napi::CallbackInfo& info) {
  const auto view = info[0].As<Napi::TypedArray>();
  const auto base = reinterpret_cast<uint64_t>(view.ArrayBuffer().Data());
  return Napi::BigInt::New(info.Env(), base + view.ByteOffset());
}

}  // namespace

void define_vec(Napi::Object exports) {
  define<vec_create_with_array>(exports, "vec_create_with_array");
  define<vec_create>(exports, "vec_create");
  define<vec_export>(exports, "vec_export");
  define<vec_get_array>(exports, "vec_get_array");
  define<vec_get_local_size>(exports, "vec_get_local_size");
  define<vec_get_size>(exports, "vec_get_size");
  define<vec_get_ownership_start>(exports, "vec_get_ownership_start");
  define<vec_norm>(exports, "vec_norm");
  define<vec_dot>(exports, "vec_dot");
  define<vec_sum>(exports, "vec_sum");
  define<vec_set>(exports, "vec_set");
  define<vec_scale>(exports, "vec_scale");
  define<vec_axpy>(exports, "vec_axpy");
  define<vec_copy>(exports, "vec_copy");
  define<destroy<Vector>>(exports, "vec_destroy");
  define<address_of>(exports, "address_of");
}

}  // namespace distarray::petsc
