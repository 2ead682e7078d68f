#include "kernels/reductions/families.h"

namespace distarray::kernels {

const std::vector<Reduction>& reductions() {
  static const std::vector<Reduction> all = [] {
    std::vector<Reduction> list;
    add_sums(list);
    add_products(list);
    add_extrema(list);
    add_arg_extrema(list);
    add_logic(list);
    add_moments(list);
    add_binned_sums(list);
    return list;
  }();
  return all;
}

}  // namespace distarray::kernels
