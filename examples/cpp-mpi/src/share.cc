#include "share.hpp"

dap::Array with_ghosts(Plate& plate) {
  // Above rank 0 is the wall, and below the last rank: no part of the array.
  const int64_t first = plate.rank() == 0 ? 0 : -1;
  return dap::Builder(plate.row(first))
      .block(plate.rows(), plate.ranks(), plate.rank(), {1})  // one ghost row at each cut
      .whole(plate.cols())
      .keep(plate.memory())
      .build();
}

dap::Array own_cells(Plate& plate) {
  return dap::Builder(plate.row(0))
      .block(plate.rows(), plate.ranks(), plate.rank())
      .whole(plate.cols())
      .keep(plate.memory())
      .build();
}
