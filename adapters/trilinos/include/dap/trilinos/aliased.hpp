// dap/trilinos/aliased.hpp - what the Tpetra and the Epetra vector share: the section whose memory they
// alias, and its place in the library's numbering.
#pragma once
#include <climits>
#include <cstdint>
#include <dap/fingerprint.hpp>
#include <dap/layout.hpp>
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
  // Settle the map with the other ranks: one small allreduce when an array of this numbering was seen before,
  // else that and what Layout::create sends. When this rank's checks failed already, `section` is null and
  // `problem` says why. Throws on every rank.
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
    _cached = &_space->maps().get(_n_local, _n_global, _numbering, problem,
                                  [this] { Layout::create(_space->comm(), array()); });
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
    for (int32_t d = 0; d < array().ndim; ++d)
      _n_global = checked_product(_n_global, array().dims[d].size, "The global size");
    _numbering = numbering_fingerprint(array());
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
  uint64_t _numbering = 0;
  bool _consecutive = true;
};

}  // namespace dap::trilinos
