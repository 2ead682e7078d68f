// The one place that includes node-addon-api. Its defines come from cmake/Addon.cmake.
#pragma once
#include <napi.h>
