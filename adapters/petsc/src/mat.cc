#include "mat.h"

#include "addon.h"
#include "triplets_from_js.h"

namespace distarray::petsc {
namespace {

// MatSetPreallocationCOO -> mat_create_coo(comm, like, rows, cols, values): handle. rows, cols:
// BigInt64Array [n] of flat global indices; values: Float64Array [n]. Collective.
Napi::Value mat_create_coo(const Napi::CallbackInfo& info) {
  const MPI_Comm comm = comm_of(info[0]);
  const auto& like = unwrap_handle<dap_array>(info[1], dap_array_tag, "a dap_array");
  auto entries = triplets_from_js(comm, like, info[2], info[3], info[4]);
  return hand_over(info.Env(), Matrix::from_triplets(comm, like, std::move(entries)));
}

// MatSetValuesCOO -> mat_create_from_file(comm, path, like | undefined): handle. Matrix Market. Collective.
Napi::Value mat_create_from_file(const Napi::CallbackInfo& info) {
  const std::string path = info[1].As<Napi::String>();
  const dap_array* like =
      info[2].IsUndefined() ? nullptr : &unwrap_handle<dap_array>(info[2], dap_array_tag, "a dap_array");
  return hand_over(info.Env(), Matrix::from_file(comm_of(info[0]), path, like));
}

// MatSetValuesCOO -> mat_set_values_coo(mat, values): void. Float64Array in the order of creation.
// Collective.
Napi::Value mat_set_values_coo(const Napi::CallbackInfo& info) {
  const auto values = info[1].As<Napi::Float64Array>();
  object_of<Matrix>(info[0]).set_values(values.Data(), values.ElementLength());
  return info.Env().Undefined();
}

// MatGetSize -> mat_get_size(mat): number of rows, which is that of columns.
Napi::Value mat_get_size(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(object_of<Matrix>(info[0]).rows().n_global));
}

// MatGetLocalSize -> mat_get_local_size(mat): number of rows on this rank.
Napi::Value mat_get_local_size(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(object_of<Matrix>(info[0]).rows().n_local));
}

// MatMult -> mat_mult(mat, x, y): void. y = A x; x, y: Vec or dap_array handles. Collective.
Napi::Value mat_mult(const Napi::CallbackInfo& info) {
  object_of<Matrix>(info[0]).apply(operand_of(info[1]), operand_of(info[2]));
  return info.Env().Undefined();
}

// MatResidual -> mat_residual_norm(mat, b, x): number, the 2-norm of b - A x; handles as above. Collective.
Napi::Value mat_residual_norm(const Napi::CallbackInfo& info) {
  const auto& matrix = object_of<Matrix>(info[0]);
  return Napi::Number::New(info.Env(), matrix.residual_norm(operand_of(info[1]), operand_of(info[2])));
}

}  // namespace

void define_mat(Napi::Object exports) {
  define<mat_create_coo>(exports, "mat_create_coo");
  define<mat_create_from_file>(exports, "mat_create_from_file");
  define<mat_set_values_coo>(exports, "mat_set_values_coo");
  define<mat_get_size>(exports, "mat_get_size");
  define<mat_get_local_size>(exports, "mat_get_local_size");
  define<mat_mult>(exports, "mat_mult");
  define<mat_residual_norm>(exports, "mat_residual_norm");
  define<destroy<Matrix>>(exports, "mat_destroy");
}

}  // namespace distarray::petsc
