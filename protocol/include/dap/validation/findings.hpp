// dap/validation/findings.hpp - broken rules, as the TypeScript validator reports them.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dap {

// One broken rule. Rules have the identifiers and the meaning of protocol/rules.ts; paths are those of the
// JavaScript export, e.g. "dim_data[0].stop". A warning does not make importers refuse.
struct Finding {
  std::string rule, path, message;
  bool warning = false;
};

namespace detail {

class Findings {
 public:
  void report(const char* rule, std::string path, std::string message) {
    list.push_back({rule, std::move(path), std::move(message), false});
  }
  void warn(const char* rule, std::string path, std::string message) {
    list.push_back({rule, std::move(path), std::move(message), true});
  }
  // Returns whether `ok`; reports `value`, which is not `what`, otherwise.
  bool expect(bool ok, const char* rule, const std::string& path, const std::string& what, int64_t value) {
    if (!ok)
      report(rule, path, "Expected " + what + " for " + path + " but received " + std::to_string(value));
    return ok;
  }

  std::vector<Finding> list;
};

}  // namespace detail
}  // namespace dap
