#include "kernels/plan.h"

#include <algorithm>

namespace distarray::kernels {
namespace {

// Rows of fewer elements than this are put together in tiles.
constexpr std::int64_t short_row = 256;
// Adjacent bytes from which on it is worth while to ask early for what follows.
constexpr std::int64_t fetched_from = 64 * 1024;
// Bytes that a program reads and writes from which on its outputs are written past the caches: the next
// program would not find there what this one wrote first. Measured: an array plus a number, over and over, is
// as fast both ways at 64 MiB, and twice as fast past the caches at 128 MiB.
constexpr std::int64_t streamed_from = 64 << 20;

struct Range {
  const std::byte *begin, *end;
};

Range bytes_of(const Program& program, const Operand& operand) {
  Range range{operand.data, operand.data + operand.item};
  for (std::size_t d = 0; d < program.shape.size(); ++d) {
    const std::int64_t reach = operand.strides[d] * (program.shape[d] - 1);
    (reach < 0 ? range.begin : range.end) += reach;
  }
  return range;
}

bool overlap(Range a, Range b) {
  return a.begin < b.end && b.begin < a.end;
}

class Planner {
 public:
  explicit Planner(const Program& program)
      : _program(program),
        _steps(static_cast<int>(program.steps.size())),
        _end(2 * _steps),
        _reduced_after(at(_steps + 1)),
        _first_use(at(program.registers()), absent),
        _last_use(at(program.registers()), absent),
        _ready(at(program.registers()), false),
        _early(program.inputs.size(), false) {
    _plan.by_rows = program.shape.size() == 1 || program.shape.back() >= short_row;
    _plan.buffer_of.assign(at(program.registers()), absent);
    _plan.output_of.assign(at(program.registers()), absent);
    _is_long = bytes_touched() >= streamed_from;
  }

  Plan make() {
    find_uses();
    find_early_inputs();
    find_direct_outputs();
    fill_constants();
    for (std::size_t i = 0; i < _early.size(); ++i)
      if (_early[i]) load(static_cast<int>(i));
    for (int k = 0; k < _steps; ++k) plan_step(k);
    plan_end();
    return std::move(_plan);
  }

 private:
  void use(int reg, int time) {
    if (_first_use[at(reg)] == absent) _first_use[at(reg)] = time;
    _first_use[at(reg)] = std::min(_first_use[at(reg)], time);
    _last_use[at(reg)] = std::max(_last_use[at(reg)], time);
  }

  // Step k is at time 2 * k, what is reduced right after it at the time after that, and all else at _end.
  void find_uses() {
    for (int k = 0; k < _steps; ++k) {
      const Step& step = _program.steps[at(k)];
      for (int j = 0; j < step.loop->arity; ++j) use(step.operands[j], 2 * k);
    }
    for (const auto& output : _program.outputs) use(output.reg, _end);
    for (std::size_t r = 0; r < _program.reductions.size(); ++r) {
      const auto& regs = _program.reductions[r].regs;
      const int last = *std::max_element(regs.begin(), regs.end()) - _program.first_step();
      _reduced_after[at(last < 0 ? _steps : last)].push_back(static_cast<int>(r));
      for (const int reg : regs) use(reg, last < 0 ? _end : 2 * last + 1);
    }
  }

  bool is_one_element(const Operand& operand) const {
    return std::all_of(operand.strides.begin(), operand.strides.end(), [](std::int64_t s) { return s == 0; });
  }

  // Whether a tile of it is adjacent elements, so that it needs no buffer.
  bool is_adjacent(const Operand& operand) const {
    if (operand.is_iota) return false;
    std::int64_t expected = operand.item;
    for (std::size_t d = _program.shape.size(); d-- > 0;) {
      if (operand.strides[d] != expected) return false;
      if (_plan.by_rows) return true;
      expected *= _program.shape[d];
    }
    return true;
  }

  // How many bytes of its memory are adjacent.
  std::int64_t adjacent_bytes(const Operand& operand) const {
    std::int64_t bytes = operand.item;
    for (std::size_t d = _program.shape.size(); d-- > 0 && operand.strides[d] == bytes;)
      bytes *= _program.shape[d];
    return bytes;
  }

  // The inputs and outputs, each element once.
  std::int64_t bytes_touched() const {
    std::int64_t bytes = 0;
    const auto add = [&](const Operand& operand) {
      std::int64_t own = operand.is_iota ? 0 : operand.item;
      for (std::size_t d = 0; d < _program.shape.size(); ++d)
        if (operand.strides[d] != 0) own *= _program.shape[d];
      bytes += own;
    };
    for (const auto& input : _program.inputs) add(input);
    for (const auto& output : _program.outputs) add(output.memory);
    return bytes;
  }

  bool overlaps(const Operand& input, const Operand& output) const {
    return !input.is_iota && overlap(bytes_of(_program, input), bytes_of(_program, output));
  }

  // Whether an output takes its memory.
  bool is_overwritten(const Operand& input) const {
    return std::any_of(_program.outputs.begin(), _program.outputs.end(),
                       [&](const Output& output) { return overlaps(input, output.memory); });
  }

  // Memory that is read too is in the caches when it is written.
  bool is_streamed(const Operand& output) const {
    return _is_long && is_adjacent(output) &&
           std::none_of(_program.inputs.begin(), _program.inputs.end(),
                        [&](const Operand& input) { return overlaps(input, output); });
  }

  // Inputs whose memory an output takes are read into buffers first when they are needed after the last step.
  void find_early_inputs() {
    for (std::size_t i = 0; i < _early.size(); ++i)
      _early[i] = _last_use[i] == _end && is_overwritten(_program.inputs[i]);
  }

  // When the last reading of an input's memory is.
  int last_read(std::size_t input) const {
    if (_early[input]) return absent;
    return is_adjacent(_program.inputs[input]) ? _last_use[input] : _first_use[input];
  }

  void find_direct_outputs() {
    for (std::size_t o = 0; o < _program.outputs.size(); ++o) {
      const Output& output = _program.outputs[o];
      const int k = output.reg - _program.first_step();
      if (k < 0 || _plan.output_of[at(output.reg)] != absent || !is_adjacent(output.memory)) continue;
      if (is_streamed(output.memory)) continue;
      bool is_free = true;
      for (std::size_t i = 0; i < _program.inputs.size() && is_free; ++i)
        is_free = last_read(i) <= 2 * k || !overlaps(_program.inputs[i], output.memory);
      if (is_free) _plan.output_of[at(output.reg)] = static_cast<int>(o);
    }
  }

  void fill_constants() {
    for (int reg = 0; reg < _program.first_step(); ++reg) {
      if (_first_use[at(reg)] == absent) continue;
      if (reg < _program.first_constant() && !is_one_element(_program.inputs[at(reg)])) continue;
      take_buffer(reg);
      _ready[at(reg)] = true;
      _last_use[at(reg)] = _end + 1;  // kept for the next tile
      _plan.filled_once.push_back(reg);
    }
  }

  void take_buffer(int reg) {
    const std::int64_t item = item_size(_program.dtype_of_register(reg));
    auto& free = free_buffers(item);
    if (free.empty()) {
      free.push_back(static_cast<int>(_plan.buffers.size()));
      _plan.buffers.push_back(item);
    }
    _plan.buffer_of[at(reg)] = free.back();
    free.pop_back();
  }

  // A buffer is only used again for elements of the same size, so that a step may write over its operand.
  std::vector<int>& free_buffers(std::int64_t item) {
    return _free[item == 1 ? 0 : item == 2 ? 1 : item == 4 ? 2 : item == 8 ? 3 : 4];
  }

  void release(int reg, int time) {
    if (_plan.buffer_of[at(reg)] == absent || _last_use[at(reg)] != time) return;
    free_buffers(item_size(_program.dtype_of_register(reg))).push_back(_plan.buffer_of[at(reg)]);
    _last_use[at(reg)] = absent;  // an operand may be there twice
  }

  // Returns whether it is long, and read from its memory for the first time.
  bool load(int reg) {
    if (reg >= _program.first_constant() || _ready[at(reg)]) return false;
    _ready[at(reg)] = true;
    const Operand& input = _program.inputs[at(reg)];
    if (!_early[at(reg)] && is_adjacent(input)) return adjacent_bytes(input) >= fetched_from;
    take_buffer(reg);
    _plan.actions.push_back({Act::load, reg});
    return false;
  }

  // Then it does not pay to ask early for what follows.
  bool reads_overwritten(const Step& step) const {
    return std::any_of(step.operands, step.operands + step.loop->arity, [&](int reg) {
      return reg < _program.first_constant() && is_overwritten(_program.inputs[at(reg)]);
    });
  }

  void plan_step(int k) {
    const Step& step = _program.steps[at(k)];
    const int result = _program.first_step() + k;
    bool ahead = false;
    for (int j = 0; j < step.loop->arity; ++j) ahead |= load(step.operands[j]);
    for (int j = 0; j < step.loop->arity; ++j) release(step.operands[j], 2 * k);
    if (_plan.output_of[at(result)] == absent) take_buffer(result);
    ahead = ahead && step.loop->run_ahead != nullptr && !reads_overwritten(step);
    _plan.actions.push_back({ahead ? Act::compute_ahead : Act::compute, k});
    release(result, absent);  // when nothing uses it
    for (const int r : _reduced_after[at(k)]) reduce(r);
    for (const int r : _reduced_after[at(k)])
      for (const int reg : _program.reductions[at(r)].regs) release(reg, 2 * k + 1);
  }

  void reduce(int r) {
    const ReductionStep& step = _program.reductions[at(r)];
    for (const int reg : step.regs)
      if (!is_counted(step, reg)) load(reg);
    _plan.actions.push_back({Act::reduce, r});
  }

  // Whether a reduction counts for itself what would only be counted into a buffer for it.
  bool is_counted(const ReductionStep& step, int reg) const {
    return step.reduction->fold_counted && reg != step.regs[0] && step.state[0].strides.back() == 0 &&
           reg < _program.first_constant() && _program.inputs[at(reg)].is_iota;
  }

  void plan_end() {
    for (const int r : _reduced_after[at(_steps)]) reduce(r);
    for (const auto& output : _program.outputs) load(output.reg);
    for (std::size_t o = 0; o < _program.outputs.size(); ++o) {
      const Output& output = _program.outputs[o];
      if (_plan.output_of[at(output.reg)] == static_cast<int>(o)) continue;
      const bool streams = is_streamed(output.memory);
      _plan.streams = _plan.streams || streams;
      _plan.actions.push_back({streams ? Act::stream : Act::save, static_cast<int>(o)});
    }
  }

  const Program& _program;
  const int _steps, _end;
  bool _is_long = false;
  Plan _plan;
  std::vector<std::vector<int>>
      _reduced_after;  // reductions by the step that makes the last of their registers
  std::vector<int> _first_use, _last_use;
  std::vector<bool> _ready;  // loaded, or needs no loading
  std::vector<bool> _early;
  std::vector<int> _free[5];
};

}  // namespace

Plan make_plan(const Program& program) {
  return Planner(program).make();
}

}  // namespace distarray::kernels
