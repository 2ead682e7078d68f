#include <utility>

#include "kernels/loop.h"

namespace distarray::kernels {

void LoopList::add(const Loop& loop) {
  _loops.push_back(loop);
}

std::vector<Loop> LoopList::take() {
  return std::move(_loops);
}

const std::vector<Loop>& loops() {
  static const std::vector<Loop> all = [] {
    LoopList list;
    add_arithmetic(list);
    add_complex_arithmetic(list);
    add_integers(list);
    add_bits(list);
    add_floats(list);
    add_comparisons(list);
    add_selection(list);
    add_transcendentals(list);
    add_complex_functions(list);
    add_special_functions(list);
    add_casts(list);
    return list.take();
  }();
  return all;
}

}  // namespace distarray::kernels
