// One section of a conformance vector as a struct.
#pragma once
#include <complex>
#include <dap/dap.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace test {

using nlohmann::json;

inline const std::map<std::string, dap_dtype> dtypes = {
    {"bool", dap::dtype_of<bool>()},
    {"int8", dap::dtype_of<int8_t>()},
    {"int16", dap::dtype_of<int16_t>()},
    {"int32", dap::dtype_of<int32_t>()},
    {"int64", dap::dtype_of<int64_t>()},
    {"uint8", dap::dtype_of<uint8_t>()},
    {"uint16", dap::dtype_of<uint16_t>()},
    {"uint32", dap::dtype_of<uint32_t>()},
    {"uint64", dap::dtype_of<uint64_t>()},
    {"float32", dap::dtype_of<float>()},
    {"float64", dap::dtype_of<double>()},
    {"complex64", dap::dtype_of<std::complex<float>>()},
    {"complex128", dap::dtype_of<std::complex<double>>()},
};

inline dap_dim dim_of(const json& entry, int64_t extent, std::vector<int64_t>& indices) {
  if (entry.empty()) return dap::BlockMap::even(extent, 1).dim(0);
  dap_dim dim{};
  dim.dist_type = entry.at("dist_type").get<std::string>()[0];
  dim.size = entry.at("size");
  dim.proc_grid_size = entry.at("proc_grid_size");
  dim.proc_grid_rank = entry.at("proc_grid_rank");
  dim.start = entry.value("start", int64_t{0});
  dim.stop = entry.value("stop", int64_t{0});
  dim.block_size = entry.value("block_size", int64_t{1});
  dim.periodic = entry.value("periodic", false);
  dim.one_to_one = entry.value("one_to_one", false);
  if (entry.contains("padding")) entry["padding"].get_to(dim.padding);
  if (dim.dist_type != 'u') return dim;
  entry.at("indices").get_to(indices);
  dim.index_bits = 64;
  dim.n_indices = static_cast<int64_t>(indices.size());
  dim.indices = indices.data();
  return dim;
}

// Over memory of its own. Throws when the vector says something that no struct can.
struct VectorSection {
  std::vector<char> memory;
  std::vector<std::vector<int64_t>> indices;
  std::vector<int64_t> shape, strides;
  std::vector<dap_dim> dims;
  dap_array array{};

  VectorSection(const json& test, const json& section) : shape(section.at("shape")), strides(shape.size()) {
    const auto ndim = static_cast<int32_t>(shape.size());
    array.version[1] = 10;
    array.ndim = ndim;
    array.dtype = dtypes.at(test.at("dtype"));
    array.device = {DAP_DEVICE_CPU, 0};
    array.byte_order = dap::native_order(array.dtype);
    if (section.value("readonly", false)) array.flags = DAP_FLAG_READ_ONLY;
    dap::row_major_strides(shape.data(), ndim, dap::item_size(array.dtype), strides.data());
    if (section.contains("strides")) section["strides"].get_to(strides);
    int64_t bytes = dap::item_size(array.dtype);
    for (const int64_t extent : shape) bytes *= extent;
    memory.resize(static_cast<size_t>(section.value("bytes", bytes)) + 1);
    indices.resize(shape.size());
    if (section.at("dim_data").size() != shape.size())
      throw dap::Error("ERR_SHAPE", "another number of dictionaries");
    for (size_t d = 0; d < shape.size(); ++d)
      dims.push_back(dim_of(section["dim_data"][d], shape[d], indices[d]));
    array.data = memory.data() + section.value("offset", int64_t{0});
    array.shape = shape.data();
    array.strides = strides.data();
    array.dims = dims.data();
    array.release = [](dap_array* self) { self->release = nullptr; };
  }
  VectorSection(const VectorSection&) = delete;
  VectorSection& operator=(const VectorSection&) = delete;
};

}  // namespace test
