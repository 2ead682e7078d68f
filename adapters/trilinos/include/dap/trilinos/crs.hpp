// dap/trilinos/crs.hpp - from local rows with global column indices to a Tpetra matrix.
#pragma once
#include <Kokkos_Core.hpp>
#include <Tpetra_CrsMatrix.hpp>
#include <algorithm>
#include <cstdint>
#include <dap/assemble.hpp>
#include <dap/layout.hpp>
#include <dap/trilinos/guard.hpp>
#include <dap/trilinos/space.hpp>
#include <numeric>
#include <utility>
#include <vector>

namespace dap::trilinos {

namespace detail {

// Global column indices of other ranks that occur in `csr`, ascending: ordered by owner too, as Tpetra wants.
inline std::vector<GlobalOrdinal> ghost_columns(const Layout& rows, const Csr& csr) {
  const int64_t first = rows.offset(), last = first + rows.n_local();
  std::vector<GlobalOrdinal> ghosts;
  for (const int64_t column : csr.cols)
    if (column < first || column >= last) ghosts.push_back(column);
  std::sort(ghosts.begin(), ghosts.end());
  ghosts.erase(std::unique(ghosts.begin(), ghosts.end()), ghosts.end());
  return ghosts;
}

}  // namespace detail

// The square matrix with this rank's rows `csr` over `map`, which serves rows, columns and both vectors.
// Collective over the space.
inline RCP<TpetraCrsMatrix> make_crs_matrix(Space& space, const RCP<const TpetraMap>& map, const Layout& rows,
                                            const Csr& csr) {
  using LocalMatrix = TpetraCrsMatrix::local_matrix_device_type;
  const int64_t first = rows.offset(), n_own = rows.n_local();
  const auto ghosts = detail::ghost_columns(rows, csr);

  // Own columns first, so that a product needs no copy of the own part of its argument.
  std::vector<GlobalOrdinal> columns(static_cast<size_t>(n_own));
  std::iota(columns.begin(), columns.end(), first);
  columns.insert(columns.end(), ghosts.begin(), ghosts.end());
  const auto local_index = [&](int64_t column) {
    if (column >= first && column < first + n_own) return static_cast<LocalOrdinal>(column - first);
    const auto at = std::lower_bound(ghosts.begin(), ghosts.end(), column) - ghosts.begin();
    return static_cast<LocalOrdinal>(n_own + at);
  };

  const size_t n_entries = csr.cols.size();
  LocalMatrix::row_map_type::non_const_type starts("starts", csr.row_start.size());
  LocalMatrix::index_type::non_const_type indices("indices", n_entries);
  LocalMatrix::values_type values("values", n_entries);
  std::vector<std::pair<LocalOrdinal, Scalar>> row;
  std::copy(csr.row_start.begin(), csr.row_start.end(), starts.data());
  for (size_t r = 0; r + 1 < csr.row_start.size(); ++r) {
    row.clear();
    for (auto e = static_cast<size_t>(csr.row_start[r]); e < static_cast<size_t>(csr.row_start[r + 1]); ++e)
      row.emplace_back(local_index(csr.cols[e]), csr.values[e]);
    std::sort(row.begin(), row.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (size_t k = 0; k < row.size(); ++k) {
      indices(static_cast<size_t>(csr.row_start[r]) + k) = row[k].first;
      values(static_cast<size_t>(csr.row_start[r]) + k) = row[k].second;
    }
  }
  return together(space.comm(), [&] {
    const auto column_map =
        space.teuchos()->getSize() == 1
            ? map
            : Teuchos::rcp<const TpetraMap>(
                  new TpetraMap(Teuchos::OrdinalTraits<Tpetra::global_size_t>::invalid(),
                                Teuchos::arrayViewFromVector(columns), GlobalOrdinal{0}, space.teuchos()));
    auto matrix = Teuchos::rcp(new TpetraCrsMatrix(map, column_map, starts, indices, values));
    matrix->expertStaticFillComplete(map, map);
    return matrix;
  });
}

}  // namespace dap::trilinos
