#include <dap/array.hpp>
#include <utility>
#include <vector>

#include "../check.hpp"
#include "groups.hpp"
#include "section.hpp"

namespace test {

void ownership() {
  {
    Section source;
    {
      const dap::Array owner(std::move(source.array));
      CHECK(owner && dap_is_released(&source.array));
      CHECK(owner->data == source.data && owner.ndim() == 2 && owner.extent(1) == 3 &&
            owner.dim(0).dist_type == 'b');
      CHECK(source.released == 0);
    }
    CHECK(source.released == 1);
  }
  {
    Section source;
    dap::Array first(std::move(source.array));
    dap::Array second(std::move(first));
    CHECK(!first && second);
    first = std::move(second);
    CHECK(first && !second && source.released == 0);
    auto& same = first;
    first = std::move(same);
    CHECK(first && source.released == 0);
    first.release();
    first.release();
    CHECK(!first && source.released == 1);
  }
  {
    // Assigning releases what was held before, and only that.
    Section old, young;
    dap::Array owner(std::move(old.array));
    owner = dap::Array(std::move(young.array));
    CHECK(old.released == 1 && young.released == 0);
    owner = dap::Array();
    CHECK(young.released == 1);
  }
  {
    // Handing over to a consumer in C: from then on the release is its own.
    Section source;
    dap_array taken{};
    {
      dap::Array owner(std::move(source.array));
      owner.move_to(&taken);
      CHECK(!owner);
    }
    CHECK(source.released == 0 && taken.data == source.data);
    dap::Array back(std::move(taken));
    dap_array again = back.take();
    CHECK(!back && source.released == 0);
    dap_release(&again);
    CHECK(source.released == 1);
  }
  {
    Section sources[3];
    std::vector<dap::Array> many;  // growing moves
    for (Section& source : sources) many.emplace_back(std::move(source.array));
    for (const Section& source : sources) CHECK(source.released == 0);
    many.clear();
    for (const Section& source : sources) CHECK(source.released == 1);
  }
  const dap::Array empty;
  CHECK(!empty);
  CHECK_ERROR("ERR_USE_AFTER_FREE", "released", (empty.view<double, 2>()));
}

}  // namespace test
