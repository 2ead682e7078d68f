// dap.hpp - the Distributed Array Protocol for C++17: everything that needs neither MPI nor Node.
// Header-only.
//
//   array.hpp          Array: owns a dap_array, releases it once
//   view.hpp           View<T, N>: typed elements; access.hpp: from an array to a view
//   builder.hpp        Builder: describe your memory as a section of a distributed array
//   dimension.hpp      what a dimension dictionary says: counts, local <-> global index
//   dimension_map.hpp  where every index of a dimension is, on all processes
//   validate.hpp       validate: the rules that one process's section can break
//   dlpack.hpp         to and from DLPack: one process's memory for every array library
#pragma once
#include <dap/dap.h>

#include <dap/access.hpp>
#include <dap/array.hpp>
#include <dap/builder.hpp>
#include <dap/dimension.hpp>
#include <dap/dimension_map.hpp>
#include <dap/dlpack.hpp>
#include <dap/dtype.hpp>
#include <dap/error.hpp>
#include <dap/grid.hpp>
#include <dap/span.hpp>
#include <dap/strides.hpp>
#include <dap/validate.hpp>
#include <dap/view.hpp>
