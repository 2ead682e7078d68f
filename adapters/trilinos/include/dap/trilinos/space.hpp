// dap/trilinos/space.hpp - what Trilinos needs once per communicator: a communicator of its own, and the
// maps.
#pragma once
#include <Teuchos_DefaultMpiComm.hpp>
#include <algorithm>
#include <dap/mpi_check.hpp>
#include <dap/trilinos/map_cache.hpp>
#include <dap/trilinos/types.hpp>
#include <memory>
#include <vector>

namespace dap::trilinos {

// Every Trilinos object on a communicator shares its Space, so that making a vector duplicates nothing.
class Space {
 public:
  // The space of `comm`. Collective over `comm` at its first use on that communicator.
  static std::shared_ptr<Space> of(MPI_Comm comm) {
    void* found = nullptr;
    int exists = 0;
    DAP_MPI_CHECK(MPI_Comm_get_attr, comm, keyval(), &found, &exists);
    if (exists) return static_cast<Space*>(found)->shared();
    auto made = std::shared_ptr<Space>(new Space(comm));
    all().push_back(made);
    DAP_MPI_CHECK(MPI_Comm_set_attr, comm, keyval(), made.get());
    return made;
  }

  // Drop every space; part of stop(). Collective over each of the communicators.
  static void forget_all() {
    for (auto& space : all()) space->close();
    all().clear();
  }

  Space(const Space&) = delete;
  Space& operator=(const Space&) = delete;

  // A duplicate of the user's communicator: the library's messages cannot meet the program's.
  MPI_Comm comm() const { return _comm; }
  const RCP<const Teuchos::Comm<int>>& teuchos() const { return _teuchos; }
  MapCache& maps() { return _maps; }

 private:
  explicit Space(MPI_Comm comm) {
    DAP_MPI_CHECK(MPI_Comm_dup, comm, &_comm);
    _teuchos = Teuchos::rcp(new Teuchos::MpiComm<int>(_comm));
    _maps = MapCache(_comm, _teuchos);
  }

  static std::vector<std::shared_ptr<Space>>& all() {
    static std::vector<std::shared_ptr<Space>> spaces;
    return spaces;
  }

  static int keyval() {
    static const int key = [] {
      int made = MPI_KEYVAL_INVALID;
      DAP_MPI_CHECK(MPI_Comm_create_keyval, MPI_COMM_NULL_COPY_FN, on_comm_free, &made, nullptr);
      return made;
    }();
    return key;
  }

  // The user frees the communicator. Objects may still use our duplicate, on some ranks only (garbage
  // collection has no common time): it is freed when no rank needs it, else in forget_all().
  static int on_comm_free(MPI_Comm, int, void* value, void*) {
    auto found = std::find_if(all().begin(), all().end(), [&](auto& space) { return space.get() == value; });
    if (found == all().end()) return MPI_SUCCESS;
    int needed = found->use_count() > 1;
    const int code = MPI_Allreduce(MPI_IN_PLACE, &needed, 1, MPI_INT, MPI_LOR, (*found)->_comm);
    if (code != MPI_SUCCESS || needed) return code;
    (*found)->close();
    all().erase(found);
    return MPI_SUCCESS;
  }

  std::shared_ptr<Space> shared() const {
    return *std::find_if(all().begin(), all().end(), [this](auto& space) { return space.get() == this; });
  }

  void close() {
    _maps = MapCache();
    _teuchos = Teuchos::null;
    if (_comm != MPI_COMM_NULL) MPI_Comm_free(&_comm);
  }

  MPI_Comm _comm = MPI_COMM_NULL;
  RCP<const Teuchos::Comm<int>> _teuchos;
  MapCache _maps;
};

}  // namespace dap::trilinos
