// Checks of the C++ tests: a failed one prints its place and values, and makes the program end with code 1.
#pragma once
#include <mpi.h>

#include <cstdio>
#include <dap/error.hpp>
#include <dap/mpi_check.hpp>
#include <string>

namespace test {

struct Tally {
  int checks = 0, failures = 0;
};
inline Tally tally;

inline void check(bool ok, const char* file, int line, const std::string& what) {
  ++tally.checks;
  if (ok) return;
  ++tally.failures;
  std::fprintf(stderr, "rank %d: %s:%d: failed: %s\n", dap::comm_rank(MPI_COMM_WORLD), file, line,
               what.c_str());
}

// `body` must throw a dap::Error with this code and a message that contains `text`.
template <class F>
void check_error(F body, const std::string& code, const std::string& text, const char* file, int line) {
  std::string got = "nothing thrown";
  try {
    body();
  } catch (const dap::Error& error) {
    const std::string message = error.what();
    if (error.code() == code && message.find(text) != std::string::npos) {
      check(true, file, line, "");
      return;
    }
    got = error.code() + " " + message;
  }
  check(false, file, line, "expected " + code + " '" + text + "' but got: " + got);
}

}  // namespace test

#define CHECK(...) ::test::check((__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)
#define CHECK_MSG(condition, message) ::test::check((condition), __FILE__, __LINE__, message)
#define CHECK_ERROR(code, text, ...) ::test::check_error([&] { __VA_ARGS__; }, code, text, __FILE__, __LINE__)
