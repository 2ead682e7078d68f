// The entries of a sparse matrix as the TypeScript side hands them to an addon.
#pragma once
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/section.hpp>
#include <dap/triplets.hpp>
#include <vector>

#include "common/napi_setup.h"

namespace distarray {

// rows, cols: BigInt64Array [n] of flat global indices; values: Float64Array [n], of a matrix with a row and
// a column for each entry of `like`. Copied. Collective over `comm`.
inline dap::Triplets triplets_from_js(MPI_Comm comm, const dap_array& like, const Napi::Value& rows,
                                      const Napi::Value& cols, const Napi::Value& values) {
  const auto indices = [](const Napi::Value& value) {
    const auto view = value.As<Napi::BigInt64Array>();
    return std::vector<int64_t>(view.Data(), view.Data() + view.ElementLength());
  };
  return dap::agree(comm, [&] {
    dap::Triplets out;
    out.i = indices(rows);
    out.j = indices(cols);
    const auto view = values.As<Napi::Float64Array>();
    out.v.assign(view.Data(), view.Data() + view.ElementLength());
    out.rows = 1;
    for (int32_t d = 0; d < like.ndim; ++d)
      out.rows = dap::checked_product(out.rows, like.dims[d].size, "The number of rows");
    out.cols = out.rows;
    return out;
  });
}

}  // namespace distarray
