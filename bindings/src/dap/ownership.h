// What a plugged-in library did with the dap_array structs it was given and gave back, in words.
#pragma once
#include <dap/dap.h>

#include <string>
#include <vector>

#include "dap/guard.h"

namespace distarray {

using Problems = std::vector<std::string>;

// Of a struct that somebody else filled: what keeps it from being read at all.
Problems problems_of_struct(const dap_array& out);

// After a consumer took `in`, lent by `guard`, and returned success with `out`.
Problems problems_after_import(const dap_array& in, const Guard& guard, const dap_array& out);

// Release `out` and say what its callback did wrong.
Problems problems_of_release(dap_array& out);

}  // namespace distarray
