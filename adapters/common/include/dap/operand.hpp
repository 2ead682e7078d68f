// dap/operand.hpp - the memory of a distributed array, held for those who alias it.
#pragma once
#include <dap/dap.h>

#include <cstdint>
#include <dap/array.hpp>
#include <dap/strides.hpp>
#include <memory>
#include <utility>

namespace dap {

// The section of a distributed array that a library's vector aliases.
class Section {
 public:
  explicit Section(dap_array&& source) : _array(std::move(source)) {}

  const dap_array& array() const { return _array.get(); }
  double* data() const { return static_cast<double*>(array().data); }
  int64_t size() const { return section_size(array()); }

 private:
  Array _array;
};

// What matrices and solvers work on: any array distributed as their rows are, whether it is a vector or not.
using Operand = std::shared_ptr<const Section>;

// An operand from an array that is no vector. Takes the array over. Not collective.
inline Operand operand(dap_array&& array) {
  return std::make_shared<const Section>(std::move(array));
}

inline Operand operand(Array&& array) {
  return operand(array.take());
}

// Another dap_array over an operand's memory, for somebody else: it holds the operand until it is released.
// Not collective.
inline dap_array share(const Operand& operand) {
  dap_array shared = operand->array();
  shared.private_data = new Operand(operand);
  shared.release = [](dap_array* self) {
    delete static_cast<Operand*>(self->private_data);
    self->private_data = nullptr;
    self->release = nullptr;
  };
  return shared;
}

}  // namespace dap
