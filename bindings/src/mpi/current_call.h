// The MPI function this process is in, for a thread that watches a main thread which computes or waits.
#pragma once
#include <atomic>

namespace distarray {

// Its name; null outside of MPI.
inline std::atomic<const char*> current_call{nullptr};

// Tells the name while it lives. MPI may call back into code of ours that calls MPI again, so the name before
// comes back.
class InCall {
 public:
  explicit InCall(const char* name) : _before(current_call.exchange(name, std::memory_order_relaxed)) {}
  ~InCall() { current_call.store(_before, std::memory_order_relaxed); }
  InCall(const InCall&) = delete;
  InCall& operator=(const InCall&) = delete;

 private:
  const char* _before;
};

}  // namespace distarray

// function(arguments) with its name told meanwhile; `name` lives as long as the program.
#define MPI_TELLING(name, call) (::distarray::InCall(name), call)
