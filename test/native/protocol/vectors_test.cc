// The conformance vectors, read by a program in another language: every section to accept passes the
// validator, and the global index of every local position is the one that the vector lists. Usage:
// vectors_test FOLDER
#include <dap/dap.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "../check.hpp"

namespace {

using nlohmann::json;

const std::map<std::string, dap_dtype> dtypes = {
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

dap_dim dim_of(const json& entry, int64_t extent, std::vector<int64_t>& indices) {
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

// A section as a struct over memory of its own.
struct Built {
  std::vector<char> memory;
  std::vector<std::vector<int64_t>> indices;
  dap::Array array;

  Built(const json& test, const json& section) {
    const dap_dtype dtype = dtypes.at(test.at("dtype"));
    const std::vector<int64_t> shape = section.at("shape");
    std::vector<int64_t> strides(shape.size());
    dap::row_major_strides(shape.data(), static_cast<int32_t>(shape.size()), dap::item_size(dtype),
                           strides.data());
    if (section.contains("strides")) section["strides"].get_to(strides);
    int64_t bytes = dap::item_size(dtype);
    for (const int64_t extent : shape) bytes *= extent;
    memory.resize(static_cast<size_t>(section.value("bytes", bytes)) + 1);
    indices.resize(shape.size());
    dap::Builder builder(dtype, memory.data() + section.value("offset", int64_t{0}));
    for (size_t d = 0; d < shape.size(); ++d)
      builder.dimension(dim_of(section.at("dim_data")[d], shape[d], indices[d]));
    if (section.value("readonly", false)) builder.read_only();
    array = builder.strides(strides).build();
  }
};

void check_section(const json& test, const json& section, const std::string& name) {
  const Built built(test, section);
  const std::vector<int64_t> shape = section.at("shape");
  std::string found;
  for (const dap::Finding& finding : dap::validate(built.array.get())) found += finding.rule;
  CHECK_MSG(found == test.value("rule", ""), name + ": found '" + found + "'");
  for (size_t d = 0; d < shape.size(); ++d) {
    const dap_dim& dim = built.array.dim(static_cast<int32_t>(d));
    const std::vector<int64_t> wanted = section.at("globalIndices")[d];
    bool same = dap::local_count(dim) == static_cast<int64_t>(wanted.size()) &&
                dap::local_count(dim) == shape[d] && dap::own_offset(dim) + dap::own_count(dim) <= shape[d];
    for (int64_t i = 0; same && i < shape[d]; ++i) {
      const int64_t g = wanted[static_cast<size_t>(i)];
      same = dap::local_to_global(dim, i) == g && dap::global_to_local(dim, g) == i;
    }
    CHECK_MSG(same, name + ": dimension " + std::to_string(d));
  }
}

// Along each dimension the own entries of the sections are the whole dimension, each entry once.
void check_coverage(const json& test, const std::string& name) {
  const std::vector<int64_t> grid = test.at("gridShape");
  for (size_t d = 0; d < grid.size(); ++d) {
    std::multiset<int64_t> owned, held;
    for (size_t rank = 0; rank < test.at("sections").size(); ++rank) {
      auto at = dap::grid_coords(static_cast<int64_t>(rank), grid);
      at[d] = 0;
      if (dap::grid_rank(at, grid) != 0) continue;  // one rank for each coordinate along d
      const json& section = test["sections"][rank];
      std::vector<int64_t> indices;
      const dap_dim dim = dim_of(section.at("dim_data")[d], section.at("shape")[d], indices);
      for (int64_t i = 0; i < dap::own_count(dim); ++i)
        owned.insert(dap::local_to_global(dim, dap::own_offset(dim) + i));
      const std::vector<int64_t> listed = section.at("globalIndices")[d];
      held.insert(listed.begin(), listed.end());
    }
    const std::set<int64_t> all(held.begin(), held.end()), own(owned.begin(), owned.end());
    CHECK_MSG(all == own, name + ": every index of dimension " + std::to_string(d) + " has an owner");
    CHECK_MSG(static_cast<int64_t>(owned.size()) == test.at("globalShape")[d].get<int64_t>(),
              name + ": the owned entries of dimension " + std::to_string(d) + " are as many as its size");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: vectors_test FOLDER\n");
    return 2;
  }
  int accepted = 0;
  for (const auto& file : std::filesystem::directory_iterator(argv[1])) {
    if (file.path().extension() != ".json") continue;
    for (const json& test : json::parse(std::ifstream(file.path()))) {
      // The C binding begins with version 0.10; what is to be refused is mostly no struct at all.
      if (test.at("expect") != "accept" || test.at("version").get<std::string>().rfind("0.10.", 0) != 0)
        continue;
      const std::string name = test.at("name");
      try {
        for (size_t rank = 0; rank < test.at("sections").size(); ++rank)
          check_section(test, test["sections"][rank], name + " rank " + std::to_string(rank));
        check_coverage(test, name);
      } catch (const std::exception& error) {
        CHECK_MSG(false, name + ": " + error.what());
      }
      ++accepted;
    }
  }
  std::printf("%d cases\n", accepted);
  CHECK(accepted > 300);
  return test::conclude();
}
