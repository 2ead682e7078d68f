// dap/trilinos/aliased.hpp - what the Tpetra and the Epetra vector share: the section whose memory they
// alias, and its place in the library's numbering.
#pragma once
#include <climits>
#include <cstdint>
#include <dap/operand.hpp>
#include <dap/trilinos/session.hpp>
#include <dap/trilinos/space.hpp>
#include <dap/vector_data.hpp>
#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace dap::trilinos {

using dap::Operand;
using dap::operand;

class Aliased {
 public:
  Aliased(const Aliased&) = delete;
  Aliased& operator=(const Aliased&) = delete;

  const dap_array& array() const { return _section->array(); }
  // The memory, for matrices and solvers.
  const Operand& operand() const { return _section; }
  const std::shared_ptr<Space>& space() const { return _space; }
  double* data() const { return _section->data(); }
  // Are the library's indices of the own entries offset(), offset() + 1, ...? Not when its map lists them.
  bool consecutive() const { return _consecutive; }
  int64_t offset() const { return _offset; }
  int64_t local_size() const { return _n_local; }
  int64_t global_size() const { return _n_global; }

 protected:
  // Settle the map with the other ranks: one small allreduce when the same lengths were seen before. When
  // this rank's checks failed already, `section` is null and `problem` says why. Throws on every rank.
  Aliased(MPI_Comm comm, Operand section, std::exception_ptr problem)
      : _space(open(comm)), _section(std::move(section)) {
    if (!problem) {
      try {
        check_vector(array());
        measure();
      } catch (...) {
        problem = std::current_exception();
      }
    }
    _cached = &_space->maps().get(_n_local, _n_global, problem);
    _offset = _cached->offset;
  }
  // Around a vector that the library made, whose export `section` is.
  Aliased(MPI_Comm comm, Operand section)
      : _space(open(comm)),
        _section(std::move(section)),
        _n_local(_section->size()),
        _n_global(array().dims[0].size),
        _offset(array().dims[0].start),
        _consecutive(array().dims[0].dist_type == 'b') {}
  ~Aliased() = default;

  // Of a section that was lent. Valid until the space's cache is asked again.
  CachedMap& cached() const { return *_cached; }

 private:
  static std::shared_ptr<Space> open(MPI_Comm comm) {
    initialize();
    return Space::of(comm);
  }

  void measure() {
    _n_local = _section->size();
    _n_global = 1;
    int64_t grid = 1, place = 0;
    for (int32_t d = 0; d < array().ndim; ++d) {
      const dap_dim& dim = array().dims[d];
      _n_global = checked_product(_n_global, dim.size, "The global size");
      grid = checked_product(grid, dim.proc_grid_size, "The size of the process grid");
      place = place * dim.proc_grid_size + dim.proc_grid_rank;
    }
    const auto& comm = *_space->teuchos();
    if (grid != comm.getSize() || place != comm.getRank())
      throw Error("ERR_DISTRIBUTION", "Expected the section of rank " + std::to_string(comm.getRank()) +
                                          " of " + std::to_string(comm.getSize()) +
                                          " but received that of place " + std::to_string(place) +
                                          " of a process grid of " + std::to_string(grid));
    if (_n_local > INT_MAX)
      throw Error(
          "ERR_UNSUPPORTED",
          "Expected at most 2147483647 local entries (local indices of Trilinos are 32-bit) but received " +
              std::to_string(_n_local) + ". Use more ranks")
          .with("feature", std::string("more than 2^31 - 1 local entries"));
  }

  std::shared_ptr<Space> _space;
  Operand _section;
  CachedMap* _cached = nullptr;
  int64_t _n_local = 0, _n_global = 0, _offset = 0;
  bool _consecutive = true;
};

}  // namespace dap::trilinos
