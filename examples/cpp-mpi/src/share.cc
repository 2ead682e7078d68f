#include "share.hpp"

dap::Array with_ghosts(Plate& plate) {
  const int64_t first =
      plate.rank() == 0 ? 0 : -1;  // above rank 0 is the wall, which is no part of the array
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
