// share.hpp - the plate as a distributed array: all that the program adds to let others use its memory.
#pragma once
#include <dap/dap.hpp>

#include "plate.hpp"

// This rank's cells with the ghost rows that hold neighbours' cells. For whoever wants those, too.
dap::Array with_ghosts(Plate& plate);

// This rank's own cells. They lie in one run between the ghost rows, so that a library's vector can use them
// in place.
dap::Array own_cells(Plate& plate);
