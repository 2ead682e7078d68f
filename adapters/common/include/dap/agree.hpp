// dap/agree.hpp - throw on every rank or on none.
//
// A check whose outcome can differ between ranks must not throw on some of them only: the others would wait
// in their next collective call for ever.
#pragma once
#include <dap/mpi_check.hpp>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace dap {

// Throw on every rank what rank `failing` caught: there the exception itself, elsewhere an Error of the same
// code whose message starts with "rank r: ". Collective over `comm`; `failing` is equal on all ranks.
[[noreturn]] inline void throw_together(MPI_Comm comm, int failing, std::exception_ptr caught) {
  std::string code, message;
  const bool mine = comm_rank(comm) == failing;
  if (mine) {
    try {
      std::rethrow_exception(caught);
    } catch (const Error& error) {
      code = error.code();
      message = error.what();
    } catch (const std::bad_alloc&) {
      code = "ERR_UNSUPPORTED";
      message = "Not enough memory";
      caught = std::make_exception_ptr(Error(code, message));
    } catch (const std::exception& error) {
      code = "ERR_ARGUMENT";
      message = error.what();
    } catch (...) {
      code = "ERR_ARGUMENT";
      message = "An exception of unknown type";
    }
  }
  int lengths[2] = {static_cast<int>(code.size()), static_cast<int>(message.size())};
  DAP_MPI_CHECK(MPI_Bcast, lengths, 2, MPI_INT, failing, comm);
  code.resize(static_cast<size_t>(lengths[0]));
  message.resize(static_cast<size_t>(lengths[1]));
  DAP_MPI_CHECK(MPI_Bcast, code.data(), lengths[0], MPI_CHAR, failing, comm);
  DAP_MPI_CHECK(MPI_Bcast, message.data(), lengths[1], MPI_CHAR, failing, comm);
  if (mine) std::rethrow_exception(caught);
  throw Error(code, "rank " + std::to_string(failing) + ": " + message);
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
