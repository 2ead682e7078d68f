#include "vector.h"

#include <dap/numbering.hpp>

#include "addon.h"
#include "any_vector.h"

namespace distarray::trilinos {

dap::Operand operand_of(const Napi::Value& value) {
  const bool is_vector = value.IsExternal() && value.As<Napi::External<Handle<AnyVector>>>().CheckTypeTag(
                                                   &HandleType<AnyVector>::tag);
  if (!is_vector)
    return dap::operand(std::move(unwrap_handle<dap_array>(value, dap_array_tag, "a Vector or dap_array")));
  const auto vector = object_of<AnyVector>(value);
  if (!vector->is_tpetra())
    throw NativeError("ERR_UNSUPPORTED",
                      "Expected a vector of kind 'tpetra' but received one of kind 'epetra': the "
                      "matrices and solvers are Tpetra's. Pass the array itself")
        .with("feature", std::string("Epetra matrices and solvers"));
  return vector->visit([](auto& object) { return object.operand(); });
}

namespace {

Napi::Value number(const Napi::CallbackInfo& info, double value) {
  return Napi::Number::New(info.Env(), value);
}

// Vector::getLocalViewHost -> vector_get_address(vector): bigint, where the library finds the first local
// entry.
Napi::Value vector_get_address(const Napi::CallbackInfo& info) {
  const void* data = object_of<AnyVector>(info[0])->visit([](auto& vector) -> const void* {
    if constexpr (std::is_same_v<std::decay_t<decltype(vector)>, Vector>)
      return vector.tpetra().getLocalViewHost(Tpetra::Access::ReadOnly).data();
    else
      return vector.local_size() == 0 ? nullptr : vector.epetra().Values();
  });
  return Napi::BigInt::New(info.Env(), reinterpret_cast<uint64_t>(data));
}

// Map::getNodeNumElements -> vector_get_local_size(vector): number
Napi::Value vector_get_local_size(const Napi::CallbackInfo& info) {
  return number(info, object_of<AnyVector>(info[0])->visit(
                          [](auto& object) { return static_cast<double>(object.local_size()); }));
}

// Map::getGlobalNumElements -> vector_get_global_size(vector): number
Napi::Value vector_get_global_size(const Napi::CallbackInfo& info) {
  const auto vector = object_of<AnyVector>(info[0]);
  return number(info, vector->visit([](auto& object) { return static_cast<double>(object.global_size()); }));
}

// Map::getMinGlobalIndex -> vector_get_start(vector): number, the library's index of the first local entry.
Napi::Value vector_get_start(const Napi::CallbackInfo& info) {
  const auto vector = object_of<AnyVector>(info[0]);
  if (!vector->visit([](auto& object) { return object.consecutive(); }))
    throw NativeError("ERR_UNSUPPORTED",
                      "Expected a vector whose entries have consecutive indices but this one's map lists "
                      "them: see its __distarray__().dim_data[0].indices")
        .with("feature", std::string("range of a vector with listed indices"));
  return number(info, vector->visit([](auto& object) { return static_cast<double>(object.offset()); }));
}

// Vector::norm1, norm2, normInf -> vector_norm(vector, '1' | '2' | 'inf'): number. Collective.
Napi::Value vector_norm(const Napi::CallbackInfo& info) {
  const std::string type = info[1].As<Napi::String>();
  return number(info, object_of<AnyVector>(info[0])->visit([&](auto& vector) {
    return type == "1" ? vector.norm_one() : type == "2" ? vector.norm() : vector.norm_inf();
  }));
}

// Vector::dot -> vector_dot(x, y): number. Collective.
Napi::Value vector_dot(const Napi::CallbackInfo& info) {
  const auto x = object_of<AnyVector>(info[0]), y = object_of<AnyVector>(info[1]);
  return number(info, x->visit_with(*y, [](auto& a, auto& b) { return a.dot(b); }));
}

// Vector::meanValue -> vector_sum(vector): number. Collective.
Napi::Value vector_sum(const Napi::CallbackInfo& info) {
  return number(info, object_of<AnyVector>(info[0])->visit([](auto& vector) { return vector.sum(); }));
}

// Vector::putScalar -> vector_set(vector, value): void
Napi::Value vector_set(const Napi::CallbackInfo& info) {
  const double value = info[1].As<Napi::Number>();
  object_of<AnyVector>(info[0])->visit([&](auto& vector) { vector.set(value); });
  return info.Env().Undefined();
}

// Vector::scale -> vector_scale(vector, factor): void
Napi::Value vector_scale(const Napi::CallbackInfo& info) {
  const double factor = info[1].As<Napi::Number>();
  object_of<AnyVector>(info[0])->visit([&](auto& vector) { vector.scale(factor); });
  return info.Env().Undefined();
}

// Vector::update -> vector_update(y, factor, x): void. y += factor * x
Napi::Value vector_update(const Napi::CallbackInfo& info) {
  const auto y = object_of<AnyVector>(info[0]), x = object_of<AnyVector>(info[2]);
  const double factor = info[1].As<Napi::Number>();
  y->visit_with(*x, [&](auto& a, auto& b) { a.axpy(factor, b); });
  return info.Env().Undefined();
}

// Tpetra::deep_copy -> vector_assign(x, y): void. x = y
Napi::Value vector_assign(const Napi::CallbackInfo& info) {
  const auto x = object_of<AnyVector>(info[0]), y = object_of<AnyVector>(info[1]);
  x->visit_with(*y, [](auto& a, auto& b) { a.copy_from(b); });
  return info.Env().Undefined();
}

// no Trilinos function -> same_numbering(x, y): boolean. Has each local position the same global index in
// both?
Napi::Value same_numbering(const Napi::CallbackInfo& info) {
  const auto x = object_of<AnyVector>(info[0]), y = object_of<AnyVector>(info[1]);
  const auto same = [](const dap_array& a, const dap_array& b) { return dap::Numbering(a).same_as(b); };
  return Napi::Boolean::New(info.Env(), x->visit([&](auto& a) {
    return y->visit([&](auto& b) { return same(a.array(), b.array()); });
  }));
}

}  // namespace

void define_vector(Napi::Object exports) {
  define<vector_get_address>(exports, "vector_get_address");
  define<vector_get_local_size>(exports, "vector_get_local_size");
  define<vector_get_global_size>(exports, "vector_get_global_size");
  define<vector_get_start>(exports, "vector_get_start");
  define<vector_norm>(exports, "vector_norm");
  define<vector_dot>(exports, "vector_dot");
  define<vector_sum>(exports, "vector_sum");
  define<vector_set>(exports, "vector_set");
  define<vector_scale>(exports, "vector_scale");
  define<vector_update>(exports, "vector_update");
  define<vector_assign>(exports, "vector_assign");
  define<same_numbering>(exports, "same_numbering");
  define<destroy<AnyVector>>(exports, "vector_destroy");
}

}  // namespace distarray::trilinos
