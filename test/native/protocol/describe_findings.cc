// The C++ validator's side of test/agreement: reads sections, prints the rules that each breaks.
//
// Input, numbers apart by white space; a line per section:
//   <dtype code> <bits> <flags> <offset> <ndim>, then for each dimension <extent> <stride> <letter as a
//   number> <size> <grid size> <grid rank> <start> <stop> <padding low> <padding high> <block size>
//   <periodic> <one_to_one> <count> <indices ...>
// Output: "RULE path" of each finding, apart by semicolons.
#include <cstdint>
#include <dap/validate.hpp>
#include <iostream>
#include <string>
#include <vector>

namespace {

int64_t read() {
  int64_t value = 0;
  std::cin >> value;
  return value;
}

void release(dap_array* array) {
  array->release = nullptr;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  alignas(16) static char memory[64];
  for (int64_t code = 0; std::cin >> code;) {
    dap_array array{};
    array.version[1] = 10;
    array.dtype = {static_cast<uint8_t>(code), static_cast<uint8_t>(read()), 1};
    array.byte_order = dap::native_order(array.dtype);
    array.device = {DAP_DEVICE_CPU, 0};
    array.flags = static_cast<uint64_t>(read());
    array.data = memory + read();
    array.ndim = static_cast<int32_t>(read());
    const auto ndim = static_cast<size_t>(array.ndim);
    std::vector<int64_t> shape(ndim), strides(ndim);
    std::vector<dap_dim> dims(ndim);
    std::vector<std::vector<int64_t>> indices(ndim);
    for (size_t d = 0; d < ndim; ++d) {
      shape[d] = read();
      strides[d] = read();
      dap_dim& dim = dims[d];
      dim.dist_type = static_cast<char>(read());
      for (int64_t* field : {&dim.size, &dim.proc_grid_size, &dim.proc_grid_rank, &dim.start, &dim.stop,
                             &dim.padding[0], &dim.padding[1], &dim.block_size})
        *field = read();
      dim.periodic = static_cast<uint8_t>(read());
      dim.one_to_one = static_cast<uint8_t>(read());
      indices[d].resize(static_cast<size_t>(read()));
      for (int64_t& index : indices[d]) index = read();
      if (dim.dist_type != 'u') continue;
      dim.index_bits = 64;
      dim.n_indices = static_cast<int64_t>(indices[d].size());
      dim.indices = indices[d].data();
    }
    array.shape = shape.data();
    array.strides = strides.data();
    array.dims = dims.data();
    array.release = release;
    std::string text;
    for (const dap::Finding& finding : dap::validate(array)) text += finding.rule + " " + finding.path + ";";
    std::cout << text << '\n';
  }
  return 0;
}
