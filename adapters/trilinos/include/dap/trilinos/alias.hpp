// dap/trilinos/alias.hpp - memory as a Tpetra vector, without a copy.
#pragma once
#include <Tpetra_Vector.hpp>
#include <dap/trilinos/types.hpp>

namespace dap::trilinos::detail {

// A vector over `data`, which must outlive it. A view made from a pointer is unmanaged: Kokkos neither counts
// nor frees it; host and device are one memory. Not collective.
inline TpetraVector alias(const RCP<const TpetraMap>& map, double* data) {
  using DualView = TpetraVector::dual_view_type;
  const size_t n = map->getNodeNumElements();
  return TpetraVector(map, DualView(DualView::t_dev(data, n, 1), DualView::t_host(data, n, 1)));
}

}  // namespace dap::trilinos::detail
