// dap/trilinos/guard.hpp - exceptions of Trilinos, thrown on every rank or on none.
#pragma once
#include <dap/agree.hpp>
#include <dap/error.hpp>
#include <exception>
#include <new>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace dap::trilinos {

// What Teuchos wrote, as an Error of code "ERR_TRILINOS". The field "trace" holds every line of it: file and
// line, the condition, the names that would have been valid; the message is the sentence alone.
inline Error library_error(const std::string& text) {
  const auto starts = [](const std::string& line, const char* with) { return line.rfind(with, 0) == 0; };
  std::vector<std::string> trace;
  std::string message, line;
  bool in_list = false;
  for (std::istringstream lines(text); std::getline(lines, line);) {
    if (line.find_first_not_of(' ') == std::string::npos) continue;
    trace.push_back(line);
    if (starts(line, "The valid parameters and types are")) in_list = true;
    const bool place = line.back() == ':' && line.find(".hpp:") != std::string::npos;
    if (!in_list && !place && !starts(line, "Throw number") && !starts(line, "Throw test"))
      message += (message.empty() ? "" : " ") + line;
    if (starts(line, "  }")) in_list = false;
  }
  return Error("ERR_TRILINOS", message).with("trace", std::move(trace));
}

// Run one step of Trilinos and make its exceptions Errors. Not collective by itself.
template <class F>
auto translated(F step) {
  try {
    return step();
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    throw library_error(error.what());
  }
}

// Run `step` on every rank and throw on all when it threw on any. The step may communicate: what it throws
// after its last communication, or on every rank, is caught; what it throws on some ranks while the others
// wait for them inside the library cannot be caught by anybody.
template <class F>
auto together(MPI_Comm comm, F step) {
  return agree(comm, [&] { return translated(step); });
}

}  // namespace dap::trilinos
