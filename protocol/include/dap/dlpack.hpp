// dap/dlpack.hpp - between a dap_array and DLPack, the protocol for one process's memory that every array
// library speaks: both the versioned form and the older one, both ways, without copying.
#pragma once
#include <dap/dlpack/abi.hpp>
#include <dap/dlpack/export.hpp>
#include <dap/dlpack/import.hpp>
