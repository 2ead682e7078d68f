#include <algorithm>
#include <cstring>
#include <optional>

#include "kernels/buffers.h"
#include "kernels/copy.h"
#include "kernels/layout.h"
#include "kernels/plan.h"
#include "kernels/shared_rows.h"
#include "kernels/state_row.h"
#include "kernels/stream.h"

namespace distarray::kernels {
namespace {

// Measured with bench/elementwise, from 384 to 2048: temporaries stay in the first-level cache, and what a
// loop costs outweighs its call.
constexpr std::int64_t longest_tile = 512;
// Of short rows that are walked along their longest dimension: they have most of what they read in common, so
// that calls weigh more. Measured with bench/workloads, from 256 to 2048.
constexpr std::int64_t longest_turned_tile = 1024;
// Of all tile buffers of a program together, if its registers are so many; half of a usual second-level
// cache.
constexpr std::int64_t most_buffer_bytes = 192 * 1024;
// Between tile buffers, so that the same element of all is not in the same set of a cache.
constexpr std::int64_t apart = 64;
// Of reductions that read the same memory: it is still in the second-level cache for the last of them.
constexpr std::int64_t longest_shared_tile = 64 * 1024;

// One worker of Node is one thread.
thread_local Buffers buffers;

class Evaluation {
 public:
  explicit Evaluation(const Program& program)
      : _program(program),
        _plan(make_plan(program)),
        _index(program.shape.size(), 0),
        _at_run(program.shape.size(), 0),
        _registers(at(program.registers()), nullptr),
        _folds(program.reductions.size()),
        _folded_into(program.reductions.size()),
        _state_rows(program.reductions.size()) {
    for (const std::int64_t extent : program.shape) _total *= extent;
    place_buffers();
    if (walks_columns()) _shared_rows.emplace(program, loaded(), _tile);
  }

  void run() {
    fill();
    if (_shared_rows)
      by_columns();
    else
      in_order();
    for (std::size_t r = 0; r < _folds.size(); ++r) {
      end_fold(r);
      _state_rows[r].write_back(_program.reductions[r]);
    }
    if (_plan.streams) end_streams();
  }

 private:
  void place_buffers() {
    std::int64_t bytes_per_element = 0;
    for (const std::int64_t item : _plan.buffers) bytes_per_element += item;
    const std::int64_t row = _program.shape.back(), longest = longest_useful_tile();
    // Short rows are not cut.
    _tile = _plan.by_rows ? std::min(row, longest) : std::min(_total, longest / row * row);
    if (bytes_per_element * _tile > most_buffer_bytes)
      _tile = std::max<std::int64_t>(most_buffer_bytes / bytes_per_element / 64 * 64, 16);
    std::int64_t bytes = 0;
    for (const std::int64_t item : _plan.buffers) bytes += buffer_bytes(item);
    if (bytes == 0) return;
    std::byte* next = buffers.of_size(bytes);
    for (const std::int64_t item : _plan.buffers) {
      _buffers.push_back(next);
      next += buffer_bytes(item);
    }
    for (std::size_t reg = 0; reg < _registers.size(); ++reg)
      if (_plan.buffer_of[reg] != absent) _registers[reg] = _buffers[at(_plan.buffer_of[reg])];
  }

  std::int64_t buffer_bytes(std::int64_t item) const {
    return round_up(item * _tile, buffer_alignment) + apart;
  }

  // What is only read is read best in long runs.
  std::int64_t longest_useful_tile() const {
    const bool only_folds =
        _program.outputs.empty() && _program.steps.empty() && _plan.buffers.empty() &&
        std::all_of(_program.reductions.begin(), _program.reductions.end(),
                    [](const ReductionStep& step) { return step.state[0].strides.back() == 0; });
    if (!only_folds) return _program.is_turned ? longest_turned_tile : longest_tile;
    return _program.reductions.size() == 1 ? _total : longest_shared_tile;
  }

  void fill() {
    for (const int reg : _plan.filled_once) {
      std::byte* to = _registers[at(reg)];
      if (reg >= _program.first_constant()) {
        const Constant& constant = _program.constants[at(reg - _program.first_constant())];
        gather(constant.value, 0, item_size(constant.dtype), _tile, to);
      } else {
        const Operand& input = _program.inputs[at(reg)];
        if (input.is_iota)
          count_up(input.start, 0, _tile, to);
        else
          gather(input.data, 0, input.item, _tile, to);
      }
    }
  }

  // Inputs that are brought into buffers.
  std::vector<bool> loaded() const {
    std::vector<bool> result(_program.inputs.size(), false);
    for (const Action& action : _plan.actions)
      if (action.act == Act::load) result[at(action.index)] = true;
    return result;
  }

  // Whether rows have something in common: the elements that they are made of, or the states they go to. Then
  // all rows of one part of the columns come first, so that it stays in cache.
  bool walks_columns() const {
    if (_program.is_turned) return true;
    if (_program.reductions.empty() || !_plan.by_rows || _program.shape.size() == 1) return false;
    for (const auto& step : _program.reductions)
      for (const auto& state : step.state)
        if (state.strides.back() == 0) return false;
    return true;
  }

  void in_order() {
    const std::int64_t inner = _program.shape.back();
    for (std::int64_t done = 0; done < _total;) {
      const std::int64_t left = _plan.by_rows ? inner - _index.back() : _total - done;
      const std::int64_t n = std::min(left, _tile);
      tile(n);
      done += n;
      advance(_index, n);
    }
  }

  void by_columns() {
    const std::int64_t inner = _program.shape.back(), rows = _total / inner;
    for (std::int64_t column = 0; column < inner; column += _tile) {
      std::fill(_index.begin(), _index.end(), 0);
      _shared_rows->next_columns();
      for (std::int64_t row = 0; row < rows; ++row) {
        _index.back() = column;
        tile(std::min(inner - column, _tile));
        advance(_index, inner - column);
      }
    }
  }

  // n elements on, in row-major order
  void advance(std::vector<std::int64_t>& index, std::int64_t n) const {
    std::size_t d = index.size() - 1;
    index[d] += n;
    for (; d > 0 && index[d] >= _program.shape[d]; --d) {
      index[d - 1] += index[d] / _program.shape[d];
      index[d] %= _program.shape[d];
    }
  }

  std::int64_t distance(const Operand& operand, const std::vector<std::int64_t>& index) const {
    std::int64_t result = 0;
    for (std::size_t d = 0; d < index.size(); ++d) result += operand.strides[d] * index[d];
    return result;
  }

  // Call f(position in the tile, n) for each part of the tile that is in one row, which starts at _at_run.
  template <class F>
  void each_run(std::int64_t n, F f) {
    std::copy(_index.begin(), _index.end(), _at_run.begin());
    for (std::int64_t done = 0; done < n;) {
      const std::int64_t run = std::min(_program.shape.back() - _at_run.back(), n - done);
      f(done, run);
      done += run;
      advance(_at_run, run);
    }
  }

  void tile(std::int64_t n) {
    for (std::size_t i = 0; i < _program.inputs.size(); ++i) {
      const Operand& input = _program.inputs[i];
      if (_plan.buffer_of[i] == absent && !input.is_iota)
        _registers[i] = input.data + distance(input, _index);
    }
    for (std::size_t o = 0; o < _program.outputs.size(); ++o) {
      const Output& output = _program.outputs[o];
      if (_plan.output_of[at(output.reg)] == static_cast<int>(o))
        _registers[at(output.reg)] = output.memory.data + distance(output.memory, _index);
    }
    for (const Action& action : _plan.actions) perform(action, n);
  }

  void perform(const Action& action, std::int64_t n) {
    switch (action.act) {
      case Act::load:
        return load(action.index, n);
      case Act::compute:
        return compute(action.index, &Loop::run, n);
      case Act::compute_ahead:
        return compute(action.index, &Loop::run_ahead, n);
      case Act::save:
        return save(_program.outputs[at(action.index)], n);
      case Act::stream:
        return stream_out(_program.outputs[at(action.index)], n);
      case Act::reduce:
        return reduce(at(action.index), n);
    }
  }

  void load(int reg, std::int64_t n) {
    const Operand& input = _program.inputs[at(reg)];
    bool is_missing = true;
    if (_shared_rows)
      if (std::byte* row = _shared_rows->row(reg, _index, is_missing)) _registers[at(reg)] = row;
    if (!is_missing) return;
    std::byte* to = _registers[at(reg)];
    const std::int64_t stride = input.strides.back();
    each_run(n, [&](std::int64_t position, std::int64_t run) {
      std::byte* part = to + position * input.item;
      const std::int64_t from = distance(input, _at_run);
      if (input.is_iota)
        count_up(input.start + from, stride, run, part);
      else
        gather(input.data + from, stride, input.item, run, part);
    });
  }

  void compute(int k, LoopFunction Loop::*run, std::int64_t n) {
    const Step& step = _program.steps[at(k)];
    const void* inputs[max_arity];
    for (int j = 0; j < step.loop->arity; ++j) inputs[j] = _registers[at(step.operands[j])];
    (step.loop->*run)(inputs, _registers[at(_program.first_step() + k)], n);
  }

  void save(const Output& output, std::int64_t n) {
    const std::byte* from = _registers[at(output.reg)];
    const Operand& memory = output.memory;
    each_run(n, [&](std::int64_t position, std::int64_t run) {
      scatter(from + position * memory.item, memory.data + distance(memory, _at_run), memory.strides.back(),
              memory.item, run);
    });
  }

  // A tile of it is adjacent.
  void stream_out(const Output& output, std::int64_t n) {
    stream(_registers[at(output.reg)], output.memory.data + distance(output.memory, _index),
           n * output.memory.item);
  }

  void reduce(std::size_t r, std::int64_t n) {
    const ReductionStep& step = _program.reductions[r];
    each_run(n, [&](std::int64_t position, std::int64_t run) {
      _inputs.clear();
      for (const int reg : step.regs) {
        std::byte* data = _registers[at(reg)];
        if (data) data += position * item_size(_program.dtype_of_register(reg));
        _inputs.push_back(data);
      }
      _state.clear();
      for (const auto& state : step.state) _state.push_back(state.data + distance(state, _at_run));
      if (step.state[0].strides.back() == 0)
        fold(r, run);
      else
        along(r, run);
    });
  }

  void fold(std::size_t r, std::int64_t n) {
    const ReductionStep& step = _program.reductions[r];
    if (_state != _folded_into[r]) {
      end_fold(r);
      _folded_into[r] = _state;
    }
    if (_inputs.back()) {
      step.reduction->fold(_inputs.data(), n, _state.data(), _folds[r]);
    } else {
      const Operand& counted = _program.inputs[at(step.regs.back())];
      step.reduction->fold_counted(_inputs[0], counted.start + distance(counted, _at_run),
                                   counted.strides.back(), n, _state.data());
    }
  }

  void end_fold(std::size_t r) {
    if (!_folded_into[r].empty()) finish(_folds[r], _folded_into[r].data());
  }

  void along(std::size_t r, std::int64_t n) {
    const ReductionStep& step = _program.reductions[r];
    bool is_adjacent = true;
    for (const auto& state : step.state) is_adjacent = is_adjacent && state.strides.back() == state.item;
    void* const* state = is_adjacent ? _state.data() : _state_rows[r].hold(step, _state, n, _tile);
    step.reduction->along(_inputs.data(), n, state);
  }

  const Program& _program;
  const Plan _plan;
  std::int64_t _total = 1, _tile = 0;
  std::vector<std::int64_t> _index, _at_run;
  std::vector<std::byte*> _buffers, _registers;
  std::vector<Fold> _folds;
  std::vector<std::vector<void*>> _folded_into;
  std::vector<StateRow> _state_rows;
  std::optional<SharedRows> _shared_rows;
  std::vector<const void*> _inputs;
  std::vector<void*> _state;
};

}  // namespace

void run(Program& program) {
  for (const std::int64_t extent : program.shape)
    if (extent == 0) return;
  simplify(program);
  Evaluation(program).run();
}

}  // namespace distarray::kernels
