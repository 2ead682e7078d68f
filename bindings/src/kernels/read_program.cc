#include "kernels/read_program.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "common/native_error.h"
#include "common/typed_array.h"
#include "kernels/operand_check.h"
#include "kernels/program_check.h"
#include "kernels/types.h"

namespace distarray::kernels {
namespace {

// Arguments before the views.
constexpr std::size_t first_view = 2;
constexpr double largest_safe = 9007199254740991;

struct View {
  std::byte* data;
  std::int64_t bytes;
};

template <class T>
void put(Constant& constant, T value) {
  std::memcpy(constant.value, &value, sizeof value);
}

// Reads the numbers that bindings/packed-program.ts writes, in the same order.
class Reader {
 public:
  Reader(const Napi::CallbackInfo& info, bool has_views) : _info(info), _has_views(has_views) {
    const auto numbers = info[0].As<Napi::Float64Array>();
    _next = numbers.Data();
    _end = _next + numbers.ElementLength();
  }

  Program program() {
    Program program;
    const auto ndim = count(), inputs = count(), constants = count(), outputs = count(), reductions = count();
    read_shape(ndim);
    program.inputs.reserve(inputs);
    for (std::size_t i = 0; i < inputs; ++i) program.inputs.push_back(input(i));
    for (std::size_t c = 0; c < constants; ++c) program.constants.push_back(constant());
    program.outputs.reserve(outputs);
    for (std::size_t o = 0; o < outputs; ++o) {
      const int reg = small();
      program.outputs.push_back({reg, memory(dtype(), "outputs", o)});
    }
    for (std::size_t r = 0; r < reductions; ++r) program.reductions.push_back(reduction());
    read_steps(program);
    program.shape = std::move(_shape);
    return program;
  }

 private:
  double number() {
    if (_next == _end)
      throw NativeError("ERR_ARGUMENT", "Expected a whole program but received a part of one");
    return *_next++;
  }

  std::int64_t integer() {
    const double value = number();
    if (!(std::abs(value) <= largest_safe) || value != std::trunc(value))
      throw NativeError("ERR_ARGUMENT",
                        "Expected safe integers in a program but received " + std::to_string(value));
    return static_cast<std::int64_t>(value);
  }

  int small() {
    const std::int64_t value = integer();
    if (value < INT32_MIN || value > INT32_MAX)
      throw NativeError("ERR_ARGUMENT",
                        "Expected a 32-bit integer in a program but received " + std::to_string(value));
    return static_cast<int>(value);
  }

  std::size_t count() { return static_cast<std::size_t>(std::max(small(), 0)); }

  DType dtype() {
    const int code = small();
    if (code < 0 || code >= dtype_count)
      throw NativeError("ERR_DTYPE", "Expected a dtype number but received " + std::to_string(code));
    return static_cast<DType>(code);
  }

  void read_shape(std::size_t ndim) {
    std::int64_t elements = 1;
    bool overflows = false;
    for (std::size_t d = 0; d < ndim; ++d) {
      const std::int64_t extent = integer();
      if (extent < 0)
        throw NativeError("ERR_SHAPE",
                          "Expected non-negative extents for shape but received " + std::to_string(extent));
      overflows |= __builtin_mul_overflow(elements, std::max<std::int64_t>(extent, 1), &elements);
      _shape.push_back(extent);
    }
    if (overflows)
      throw NativeError("ERR_SHAPE", "Expected fewer than 2^63 elements for shape but received more");
  }

  View view() {
    const auto index = first_view + count();
    const napi_env env = _info.Env();
    if (index >= _info.Length()) throw NativeError("ERR_ARGUMENT", "Expected a view but received none");
    napi_typedarray_type type;
    size_t length = 0;
    void* data = nullptr;
    if (napi_get_typedarray_info(env, _info[index], &type, &length, &data, nullptr, nullptr) == napi_ok)
      return {static_cast<std::byte*>(data), static_cast<std::int64_t>(length * bytes_per_entry(type))};
    if (napi_get_dataview_info(env, _info[index], &length, &data, nullptr, nullptr) == napi_ok)
      return {static_cast<std::byte*>(data), static_cast<std::int64_t>(length)};
    throw NativeError("ERR_ARGUMENT", "Expected a typed array or DataView but received another value");
  }

  View no_view() {
    number();
    return {nullptr, INT64_MAX};
  }

  static bool is_negative(std::int64_t stride) { return stride < 0; }

  Operand memory(DType dtype, const char* list, std::size_t position) {
    Operand operand;
    operand.dtype = dtype;
    operand.item = item_size(dtype);
    const View of = _has_views ? view() : no_view();
    const std::int64_t offset = integer();
    operand.strides.reserve(_shape.size());
    for (std::size_t d = 0; d < _shape.size(); ++d) operand.strides.push_back(integer());
    if (!_has_views &&
        (offset != 0 || std::any_of(operand.strides.begin(), operand.strides.end(), is_negative)))
      throw NativeError("ERR_ARGUMENT", "Expected memory from its start onwards for a program to keep");
    place(operand, of.data, of.bytes, offset, _shape, list, position);
    return operand;
  }

  // A dtype of -1 is an iota.
  Operand input(std::size_t position) {
    if (_next != _end && *_next >= 0) return memory(dtype(), "inputs", position);
    number();
    Operand operand;
    operand.is_iota = true;
    operand.dtype = DType::int64;
    operand.item = item_size(operand.dtype);
    const std::size_t dim = count();
    operand.start = integer();
    const std::int64_t step = integer();
    if (dim >= _shape.size())
      throw NativeError("ERR_ARGUMENT", "Expected a dimension below " + std::to_string(_shape.size()) +
                                            " for an iota but received " + std::to_string(dim));
    std::int64_t reach = 0;
    if (__builtin_mul_overflow(step, _shape[dim], &reach) ||
        __builtin_add_overflow(operand.start, reach, &reach))
      throw NativeError("ERR_ARGUMENT", "Expected 64-bit numbers of an iota but received longer ones");
    operand.strides.assign(_shape.size(), 0);
    operand.strides[dim] = step;
    return operand;
  }

  Constant constant() {
    const DType type = dtype();
    const double re = number(), im = number();
    return constant_of(type, re, im);
  }

  ReductionStep reduction() {
    const int number = small();
    if (number < 0 || at(number) >= reductions().size())
      throw NativeError("ERR_ARGUMENT",
                        "Expected the number of a reduction but received " + std::to_string(number));
    ReductionStep step{&reductions()[at(number)], {}, {}};
    const std::size_t registers = count();
    for (std::size_t j = 0; j < registers; ++j) step.regs.push_back(small());
    const std::size_t states = count();
    for (std::size_t c = 0; c < states; ++c) step.state.push_back(memory(dtype(), "state", c));
    return step;
  }

  void read_steps(Program& program) {
    const auto words = _info[1].As<Napi::Int32Array>();
    const std::int32_t* word = words.Data();
    constexpr std::size_t words_per_step = 1 + max_arity;
    if (words.ElementLength() % words_per_step != 0)
      throw NativeError("ERR_ARGUMENT", "Expected 4 integers per step for steps but received " +
                                            std::to_string(words.ElementLength()) + " in all");
    program.steps.reserve(words.ElementLength() / words_per_step);
    for (std::size_t w = 0; w < words.ElementLength(); w += words_per_step, word += words_per_step) {
      if (word[0] < 0 || at(word[0]) >= loops().size())
        throw NativeError("ERR_ARGUMENT", "Expected an opcode below " + std::to_string(loops().size()) +
                                              " for steps but received " + std::to_string(word[0]));
      program.steps.push_back({&loops()[at(word[0])], {word[1], word[2], word[3]}});
    }
  }

  const Napi::CallbackInfo& _info;
  const bool _has_views;
  const double *_next, *_end;
  std::vector<std::int64_t> _shape;
};

}  // namespace

Constant constant_of(DType dtype, double re, double im) {
  Constant constant{dtype, {}};
  switch (dtype) {
    case DType::boolean:
    case DType::uint8:
      put(constant, static_cast<std::uint8_t>(re));
      break;
    case DType::int8:
      put(constant, static_cast<std::int8_t>(re));
      break;
    case DType::int16:
      put(constant, static_cast<std::int16_t>(re));
      break;
    case DType::uint16:
      put(constant, static_cast<std::uint16_t>(re));
      break;
    case DType::int32:
      put(constant, static_cast<std::int32_t>(re));
      break;
    case DType::uint32:
      put(constant, static_cast<std::uint32_t>(re));
      break;
    case DType::int64:
    case DType::uint64:
    case DType::float64:
      put(constant, re);
      break;
    case DType::float32:
      put(constant, static_cast<float>(re));
      break;
    case DType::complex64:
      put(constant, Complex<float>{static_cast<float>(re), static_cast<float>(im)});
      break;
    case DType::complex128:
      put(constant, Complex<double>{re, im});
      break;
  }
  return constant;
}

Program read_program(const Napi::CallbackInfo& info) {
  Program program = Reader(info, true).program();
  check(program);
  return program;
}

Program read_form(const Napi::CallbackInfo& info) {
  Program program = Reader(info, false).program();
  check(program);
  return program;
}

}  // namespace distarray::kernels
