// Errors that C++ code throws and JavaScript sees as instances of the project's error classes. They are the
// exception of the plain C++ headers, so that what an adapter's header throws needs no translation.
#pragma once
#include <dap/error.hpp>

namespace distarray {

using NativeError = dap::Error;

}  // namespace distarray
