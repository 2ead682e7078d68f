// dap/error.hpp - the one exception of this project's C++ code.
//
// The code names the class the error has in JavaScript, so that plain C++ and the addons report alike:
//   ERR_SHAPE         a shape, length or number of dimensions that does not fit
//   ERR_DTYPE         an element type that the operation or library cannot hold
//   ERR_SELECTION     an index outside its range, or not on this rank
//   ERR_DISTRIBUTION  a distribution that cannot exist, or that does not fit the communicator
//   ERR_PROTOCOL      a dap_array that breaks a rule of the protocol
//   ERR_UNSUPPORTED   something this build or library cannot do
//   ERR_ARGUMENT      any other argument of the wrong value
//   ERR_USE_AFTER_FREE  a dap_array that was released
//   ERR_FILE          a file that is missing or cannot be read
//   ERR_FORMAT        a file whose contents are malformed
//   ERR_MPI           an MPI call that failed, or that would end the program because MPI is not running
//   ERR_PETSC         a PETSc call that failed, or was made without PETSc (dap::petsc::Error)
//   ERR_PETSC_OPTIONS   solver options that nothing read
//   ERR_TRILINOS      a call of Trilinos that failed
#pragma once
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace dap {

class Error : public std::runtime_error {
 public:
  Error(std::string code, const std::string& message) : std::runtime_error(message), _code(std::move(code)) {}

  // Attach a field; it becomes a property of the JavaScript error.
  Error& with(std::string key, double value) {
    _numbers.emplace_back(std::move(key), value);
    return *this;
  }
  Error& with(std::string key, std::string value) {
    _strings.emplace_back(std::move(key), std::move(value));
    return *this;
  }
  Error& with(std::string key, std::vector<std::string> value) {
    _lists.emplace_back(std::move(key), std::move(value));
    return *this;
  }

  const std::string& code() const { return _code; }
  const std::vector<std::pair<std::string, double>>& numbers() const { return _numbers; }
  const std::vector<std::pair<std::string, std::string>>& strings() const { return _strings; }
  const std::vector<std::pair<std::string, std::vector<std::string>>>& lists() const { return _lists; }

 private:
  std::string _code;
  std::vector<std::pair<std::string, double>> _numbers;
  std::vector<std::pair<std::string, std::string>> _strings;
  std::vector<std::pair<std::string, std::vector<std::string>>> _lists;
};

}  // namespace dap
