// Who owns the Trilinos objects that JavaScript has handles of.
//
// The end of a matrix or solver may communicate, and garbage collection has no common time on the ranks: a
// collected one is only marked, and ended by garbage_cleanup() or finalize(), on all ranks in the same order.
#pragma once
#include <cstdint>
#include <memory>

namespace dap::trilinos {
class Space;
class Matrix;
}  // namespace dap::trilinos

namespace distarray::trilinos {

using Key = uint64_t;

class Registry {
 public:
  // Own `object`, which lives on `space`. Objects are made in the same order on all ranks of a space.
  static Key own(std::shared_ptr<const void> object, const std::shared_ptr<dap::trilinos::Space>& space);
  // End it now; does nothing when it is gone.
  static void end(Key key);
  // Leave it to the next clean_up().
  static void drop(Key key) noexcept;
  // End what was dropped on every rank of the space. Collective over it.
  static void clean_up(const std::shared_ptr<dap::trilinos::Space>& space);
  // End everything, in the order of making.
  static void end_all();
};

}  // namespace distarray::trilinos
