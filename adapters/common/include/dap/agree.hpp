// dap/agree.hpp - throw on every rank or on none.
//
// A check whose outcome can differ between ranks must not throw on some of them only: the others would wait
// in their next collective call for ever.
#pragma once
#include <dap/error_wire.hpp>
#include <dap/mpi_check.hpp>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace dap {

// Throw on every rank what rank `failing` caught: there the exception itself, elsewhere an Error of the same
// code and fields whose message starts with "rank r: ". Collective over `comm`; `failing` is equal on all
// ranks.
[[noreturn]] inline void throw_together(MPI_Comm comm, int failing, std::exception_ptr caught) {
  std::string bytes;
  const bool mine = comm_rank(comm) == failing;
  if (mine) {
    try {
      std::rethrow_exception(caught);
    } catch (const Error& error) {
      bytes = to_bytes(error);
    } catch (const std::bad_alloc&) {
      const Error error("ERR_UNSUPPORTED", "Not enough memory");
      bytes = to_bytes(error);
      caught = std::make_exception_ptr(error);
    } catch (const std::exception& error) {
      bytes = to_bytes(Error("ERR_ARGUMENT", error.what()));
    } catch (...) {
      bytes = to_bytes(Error("ERR_ARGUMENT", "An exception of unknown type"));
    }
  }
  auto length = static_cast<int>(bytes.size());
  DAP_MPI_CHECK(MPI_Bcast, &length, 1, MPI_INT, failing, comm);
  bytes.resize(static_cast<size_t>(length));
  DAP_MPI_CHECK(MPI_Bcast, bytes.data(), length, MPI_CHAR, failing, comm);
  if (mine) std::rethrow_exception(caught);
  throw error_from_bytes(bytes, "rank " + std::to_string(failing) + ": ");
}

// Run `local` on each rank; when it throws on any, every rank throws what the lowest failing rank found.
// Collective over `comm` (one allreduce of an int); `local` must not communicate. Returns local's result.
template <class F>
auto agree(MPI_Comm comm, F local) {
  const int size = comm_size(comm);
  std::exception_ptr caught;
  const auto settle = [&] {
    int failing = caught ? comm_rank(comm) : size;
    DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, &failing, 1, MPI_INT, MPI_MIN, comm);
    if (failing < size) throw_together(comm, failing, caught);
  };
  if constexpr (std::is_void_v<decltype(local())>) {
    try {
      local();
    } catch (...) {
      caught = std::current_exception();
    }
    settle();
  } else {
    std::optional<decltype(local())> result;
    try {
      result.emplace(local());
    } catch (...) {
      caught = std::current_exception();
    }
    settle();
    return std::move(*result);
  }
}

}  // namespace dap
