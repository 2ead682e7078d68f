#include "matrix.h"

#include <dap/trilinos/matrix.hpp>

#include "addon.h"
#include "triplets_from_js.h"

namespace distarray::trilinos {
namespace {

using dap::trilinos::Matrix;

Napi::Value hand_over_matrix(Napi::Env env, std::shared_ptr<const Matrix> matrix) {
  const auto space = matrix->space();
  return hand_over(env, std::move(matrix), space);
}

// Tpetra::CrsMatrix -> matrix_create(comm, like, rows, cols, values): handle. rows, cols: BigInt64Array [n]
// of flat global indices; values: Float64Array [n]. Collective.
Napi::Value matrix_create(const Napi::CallbackInfo& info) {
  const MPI_Comm comm = comm_of(info[0]);
  const auto& like = unwrap_handle<dap_array>(info[1], dap_array_tag, "a dap_array");
  const auto entries = triplets_from_js(comm, like, info[2], info[3], info[4]);
  return hand_over_matrix(info.Env(), Matrix::from_triplets(comm, like, entries));
}

// Tpetra::CrsMatrix -> matrix_create_from_file(comm, path, like | undefined): handle. Matrix Market.
// Collective.
Napi::Value matrix_create_from_file(const Napi::CallbackInfo& info) {
  const std::string path = info[1].As<Napi::String>();
  const dap_array* like =
      info[2].IsUndefined() ? nullptr : &unwrap_handle<dap_array>(info[2], dap_array_tag, "a dap_array");
  return hand_over_matrix(info.Env(), Matrix::from_file(comm_of(info[0]), path, like));
}

// CrsMatrix::getGlobalNumRows -> matrix_get_size(matrix): number of rows, which is that of columns.
Napi::Value matrix_get_size(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(),
                           static_cast<double>(object_of<const Matrix>(info[0])->rows().n_global));
}

// CrsMatrix::getNodeNumRows -> matrix_get_local_size(matrix): number of rows on this rank.
Napi::Value matrix_get_local_size(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(object_of<const Matrix>(info[0])->rows().n_local));
}

// CrsMatrix::apply -> matrix_apply(matrix, x, y): void. y = A x; x, y: Vector or dap_array handles.
// Collective.
Napi::Value matrix_apply(const Napi::CallbackInfo& info) {
  const auto matrix = object_of<const Matrix>(info[0]);
  const auto [x, y] =
      dap::agree(matrix->comm(), [&] { return std::make_pair(operand_of(info[1]), operand_of(info[2])); });
  matrix->apply(x, y);
  return info.Env().Undefined();
}

// CrsMatrix::apply -> matrix_residual_norm(matrix, b, x): number, the 2-norm of b - A x; handles as above.
Napi::Value matrix_residual_norm(const Napi::CallbackInfo& info) {
  const auto matrix = object_of<const Matrix>(info[0]);
  const auto [b, x] =
      dap::agree(matrix->comm(), [&] { return std::make_pair(operand_of(info[1]), operand_of(info[2])); });
  return Napi::Number::New(info.Env(), matrix->residual_norm(b, x));
}

}  // namespace

void define_matrix(Napi::Object exports) {
  define<matrix_create>(exports, "matrix_create");
  define<matrix_create_from_file>(exports, "matrix_create_from_file");
  define<matrix_get_size>(exports, "matrix_get_size");
  define<matrix_get_local_size>(exports, "matrix_get_local_size");
  define<matrix_apply>(exports, "matrix_apply");
  define<matrix_residual_norm>(exports, "matrix_residual_norm");
  define<destroy<const Matrix>>(exports, "matrix_destroy");
}

}  // namespace distarray::trilinos
