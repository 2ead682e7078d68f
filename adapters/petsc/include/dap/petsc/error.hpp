// dap/petsc/error.hpp - a failed PETSc call as an exception that carries PETSc's own trace.
#pragma once
#include <petscsys.h>

#include <dap/agree.hpp>
#include <dap/error.hpp>
#include <string>
#include <utility>
#include <vector>

namespace dap::petsc {

// What PETSc callbacks return.
inline constexpr auto success = static_cast<PetscErrorCode>(0);

// One function of the trace; the first frame is where the error was detected.
struct Frame {
  std::string file;
  int line;
  std::string function;
  int code;
  std::string message;  // empty in the frames that only passed the error on
};

// Code "ERR_PETSC".
class Error : public dap::Error {
 public:
  Error(const std::string& message, int petsc_code, std::vector<Frame> frames)
      : dap::Error("ERR_PETSC", message), _petsc_code(petsc_code), _frames(std::move(frames)) {
    with("petscCode", petsc_code);
  }

  int petsc_code() const { return _petsc_code; }  // PETSC_ERR_*
  // Of this rank; empty when the call failed on another rank only.
  const std::vector<Frame>& frames() const { return _frames; }

 private:
  int _petsc_code;
  std::vector<Frame> _frames;
};

namespace detail {

inline std::vector<Frame>& recorded_frames() {
  static thread_local std::vector<Frame> frames;
  return frames;
}

// The error handler while PETSc is used through these headers: record, print nothing, pass the code on.
inline PetscErrorCode record_frame(MPI_Comm, int line, const char* function, const char* file,
                                   PetscErrorCode code, PetscErrorType type, const char* message, void*) {
  auto& frames = recorded_frames();
  if (type == PETSC_ERROR_INITIAL) frames.clear();
  frames.push_back({file ? file : "", line, function ? function : "", code,
                    type == PETSC_ERROR_INITIAL && message ? message : ""});
  return code;
}

[[noreturn]] inline void throw_petsc_error(PetscErrorCode code, const char* call) {
  auto frames = std::exchange(recorded_frames(), {});
  const char* meaning = nullptr;
  PetscErrorMessage(code, &meaning, nullptr);
  std::string text = std::string("PETSc error ") + std::to_string(code) + " in " + call;
  if (meaning) text += std::string(" (") + meaning + ")";
  if (!frames.empty()) {
    const Frame& first = frames.front();
    if (!first.message.empty()) text += ": " + first.message;
    text += " [" + first.function + " at " + first.file + ":" + std::to_string(first.line) + "]";
  }
  throw Error(text, code, std::move(frames));
}

}  // namespace detail

inline void check(PetscErrorCode code, const char* call) {
  if (PetscUnlikely(code)) detail::throw_petsc_error(code, call);
}

// Run `call`, which may communicate, and afterwards throw on every rank or on none: a PETSc call can fail on
// some ranks only (a zero pivot in one rank's block). Collective over `comm`.
template <class F>
auto settle(MPI_Comm comm, F call) {
  int code = 0;
  std::vector<Frame> frames;
  try {
    return dap::agree(comm, [&] {
      try {
        return call();
      } catch (const Error& error) {
        code = error.petsc_code();
        frames = error.frames();
        throw;
      }
    });
  } catch (const dap::Error& error) {
    if (error.code() != "ERR_PETSC") throw;
    DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, &code, 1, MPI_INT, MPI_MAX, comm);
    if (dynamic_cast<const Error*>(&error)) throw;
    throw Error(error.what(), code, std::move(frames));
  }
}

}  // namespace dap::petsc

#define DAP_PETSC_CHECK(function, ...) ::dap::petsc::check(function(__VA_ARGS__), #function)
