// Checks of the C++ tests: a failed one prints its place and values, and makes the program end with code 1.
#pragma once
#include <cstdio>
#include <dap/error.hpp>
#include <string>

namespace test {

struct Tally {
  int checks = 0, failures = 0;
};
inline Tally tally;
inline std::string speaker;  // starts every complaint: "rank 2: " in a parallel program

inline void check(bool ok, const char* file, int line, const std::string& what) {
  ++tally.checks;
  if (ok) return;
  ++tally.failures;
  std::fprintf(stderr, "%s%s:%d: failed: %s\n", speaker.c_str(), file, line, what.c_str());
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

// The last words of a program without MPI; returns its exit code.
inline int conclude() {
  std::printf("%d checks, %d failures\n", tally.checks, tally.failures);
  return tally.failures == 0 ? 0 : 1;
}

}  // namespace test

#define CHECK(...) ::test::check((__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)
#define CHECK_MSG(condition, message) ::test::check((condition), __FILE__, __LINE__, message)
#define CHECK_ERROR(code, text, ...) ::test::check_error([&] { __VA_ARGS__; }, code, text, __FILE__, __LINE__)
