// Errors that C++ code throws and JavaScript sees as instances of the project's error classes.
#pragma once
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace distarray {

class NativeError : public std::runtime_error {
 public:
  // `code` is the `code` of the JavaScript class, e.g. "ERR_MPI".
  NativeError(std::string code, const std::string& message)
      : std::runtime_error(message), _code(std::move(code)) {}

  NativeError& with(std::string key, double value) {
    _numbers.emplace_back(std::move(key), value);
    return *this;
  }
  NativeError& with(std::string key, std::string value) {
    _strings.emplace_back(std::move(key), std::move(value));
    return *this;
  }
  NativeError& with(std::string key, std::vector<std::string> value) {
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

}  // namespace distarray
