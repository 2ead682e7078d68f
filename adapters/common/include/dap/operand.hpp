// dap/operand.hpp - the memory of a distributed array, held for those who alias it.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/section.hpp>
#include <memory>
#include <utility>

namespace dap {

// A dap_array we own; released when the last holder goes.
class Section {
 public:
  explicit Section(dap_array&& source) { dap_move(&source, &_array); }
  ~Section() { dap_release(&_array); }
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

  const dap_array& array() const { return _array; }
  double* data() const { return static_cast<double*>(_array.data); }
  int64_t size() const { return section_size(_array); }

 private:
  dap_array _array;
};

// What matrices and solvers work on: any array distributed as their rows are, whether it is a vector or not.
using Operand = std::shared_ptr<const Section>;

// An operand from an array that is no vector. Takes the array over. Not collective.
inline Operand operand(dap_array&& array) {
  return std::make_shared<const Section>(std::move(array));
}

}  // namespace dap
