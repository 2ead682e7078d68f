// options.hpp - the command line.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

struct Options {
  int64_t rows = 96, cols = 128, steps = 500;
  std::string picture = "plate.pgm";
  std::string reference;  // a file of heat_serial; empty: nothing to compare with
};

inline constexpr const char* usage =
    "Usage: heat [--rows N] [--cols N] [--steps N] [--picture FILE] [--check FILE_OF_HEAT_SERIAL]\n";

// Nothing when the arguments are not understood.
inline std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  for (int k = 1; k < argc; k += 2) {
    const std::string name = argv[k];
    if (k + 1 == argc) return std::nullopt;
    const std::string value = argv[k + 1];
    if (name == "--rows")
      options.rows = std::atoll(value.c_str());
    else if (name == "--cols")
      options.cols = std::atoll(value.c_str());
    else if (name == "--steps")
      options.steps = std::atoll(value.c_str());
    else if (name == "--picture")
      options.picture = value;
    else if (name == "--check")
      options.reference = value;
    else
      return std::nullopt;
  }
  if (options.rows < 1 || options.cols < 1 || options.steps < 0) return std::nullopt;
  return options;
}
