// A section to spoil: a 2 x 3 array of float64 that is not distributed, and how often it was released.
#pragma once
#include <dap/dap.h>

#include <cstdint>

namespace test {

struct Section {
  double data[6] = {0, 1, 2, 3, 4, 5};
  int64_t shape[2] = {2, 3}, strides[2] = {24, 8};
  dap_dim dims[2] = {};
  dap_extension extension{};
  dap_replica replicated[1] = {{2, 1}};
  int released = 0;
  dap_array array{};

  Section() {
    for (int d = 0; d < 2; ++d) {
      dims[d].dist_type = 'b';
      dims[d].size = dims[d].stop = shape[d];
      dims[d].proc_grid_size = dims[d].block_size = 1;
    }
    extension.n_replicated = 1;
    extension.replicated = replicated;
    array.version[1] = 10;
    array.ndim = 2;
    array.dtype = {DAP_FLOAT, 64, 1};
    array.device = {DAP_DEVICE_CPU, 0};
    array.byte_order = DAP_ORDER_NATIVE;
    array.data = data;
    array.shape = shape;
    array.strides = strides;
    array.dims = dims;
    array.private_data = this;
    array.release = [](dap_array* self) {
      ++static_cast<Section*>(self->private_data)->released;
      self->release = nullptr;
    };
  }
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;
};

}  // namespace test
