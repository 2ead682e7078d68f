// The conformance vectors, read by a program in another language: every section to accept passes the
// validator, and the global index of every local position is the one that the vector lists; in a section to
// refuse, as far as a struct can say it, the validator finds the vector's rule. Usage: vectors_test FOLDER
#include <filesystem>
#include <fstream>
#include <set>

#include "../check.hpp"
#include "vector_section.hpp"

namespace {

using nlohmann::json;
using test::VectorSection;

void check_section(const json& test, const json& section, const std::string& name) {
  const VectorSection built(test, section);
  const std::vector<int64_t>& shape = built.shape;
  std::string found;
  for (const dap::Finding& finding : dap::validate(built.array)) found += finding.rule;
  CHECK_MSG(found == test.value("rule", ""), name + ": found '" + found + "'");
  for (size_t d = 0; d < shape.size(); ++d) {
    const dap_dim& dim = built.dims[d];
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
  size_t copies = test.at("sections").size();  // along replicated dimensions, which come last
  for (const int64_t processes : grid) copies /= static_cast<size_t>(processes);
  for (size_t d = 0; d < grid.size(); ++d) {
    std::multiset<int64_t> owned, held;
    for (size_t rank = 0; rank < test.at("sections").size(); rank += copies) {
      auto at = dap::grid_coords(static_cast<int64_t>(rank / copies), grid);
      at[d] = 0;
      if (dap::grid_rank(at, grid) != 0) continue;  // one rank for each coordinate along d
      const json& section = test["sections"][rank];
      std::vector<int64_t> indices;
      const dap_dim dim = test::dim_of(section.at("dim_data")[d], section.at("shape")[d], indices);
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

bool is_flag_or_absent(const json& entry, const char* key) {
  return !entry.contains(key) || entry[key].is_boolean();
}

// Zero is what a struct has in a field that says nothing.
bool is_nothing(const json& value) {
  return value == json(0) || value == json(false) || value == json({0, 0});
}

// Could a program with structs have produced this dictionary? Only whole numbers, letters and flags where
// they belong, and no key missing: a struct has every field.
bool is_expressible(const json& entry) {
  if (!entry.is_object()) return false;
  const auto integers = [&](const std::set<std::string>& keys) {
    for (const auto& key : keys)
      if (!entry.contains(key) || !entry[key].is_number_integer()) return false;
    return true;
  };
  if (!entry.contains("dist_type") || !entry["dist_type"].is_string()) return false;
  const std::string letter = entry["dist_type"];
  if (letter.size() != 1 || !integers({"size", "proc_grid_size", "proc_grid_rank"})) return false;
  if (!is_flag_or_absent(entry, "periodic") || !is_flag_or_absent(entry, "one_to_one")) return false;
  for (const auto& [key, value] : entry.items())
    if (key == "padding" || key == "indices") {
      if (!value.is_array() || (key == "padding" && value.size() != 2)) return false;
      for (const json& item : value)
        if (!item.is_number_integer()) return false;
    } else if (key == "start" || key == "stop" || key == "block_size") {
      if (!value.is_number_integer()) return false;
    } else if (!std::set<std::string>{"dist_type", "size", "proc_grid_size", "proc_grid_rank", "periodic",
                                      "one_to_one"}
                    .count(key)) {
      return false;
    }
  for (const char* key : {"start", "padding", "periodic", "stop", "one_to_one"})
    if (letter != "b" && entry.contains(key) && is_nothing(entry[key]) &&
        !(letter == "c" && key == std::string("start")) &&
        !(letter == "u" && key == std::string("one_to_one")))
      return false;
  if (letter == "b") return integers({"start", "stop"});
  if (letter == "c") return integers({"start"});
  return letter != "u" || entry.contains("indices");
}

// Returns whether the section could be tried.
bool check_refusal(const json& test, const json& section, bool* found) {
  const bool plain = !section.contains("changes") && !section.contains("extension") &&
                     !section.contains("indexType") &&
                     section.at("shape").size() == section.at("dim_data").size();
  if (!plain) return false;
  for (const json& entry : section["dim_data"])
    if (!entry.empty() && !is_expressible(entry)) return false;
  const VectorSection built(test, section);
  for (const dap::Finding& finding : dap::validate(built.array))
    if (finding.rule == test.at("rule").get<std::string>()) *found = true;
  return true;
}

// Whether some rank's section breaks the rule; returns whether all of them could be tried.
bool check_refused(const json& test, const std::string& name) {
  bool found = false;
  for (const json& section : test.at("sections"))
    if (!check_refusal(test, section, &found)) return false;
  CHECK_MSG(found, name + ": " + test["rule"].get<std::string>() + " is found");
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: vectors_test FOLDER\n");
    return 2;
  }
  int accepted = 0, refused = 0;
  for (const auto& file : std::filesystem::directory_iterator(argv[1])) {
    if (file.path().extension() != ".json") continue;
    for (const json& test : json::parse(std::ifstream(file.path()))) {
      // The C binding begins with version 0.10.
      if (test.at("version").get<std::string>().rfind("0.10.", 0) != 0) continue;
      const std::string name = test.at("name");
      // How long its memory is, a struct does not say; and one process does not know the others.
      const bool is_blind = test.value("rule", "") == "DAP-S5" || test.value("scope", "local") == "global";
      try {
        if (test.at("expect") == "refuse") {
          if (!is_blind) refused += check_refused(test, name);
          continue;
        }
        for (size_t rank = 0; rank < test.at("sections").size(); ++rank)
          check_section(test, test["sections"][rank], name + " rank " + std::to_string(rank));
        check_coverage(test, name);
        ++accepted;
      } catch (const std::exception& error) {
        CHECK_MSG(false, name + ": " + error.what());
      }
    }
  }
  std::printf("%d cases accepted, %d refused\n", accepted, refused);
  CHECK(accepted > 300 && refused > 50);
  return test::conclude();
}
