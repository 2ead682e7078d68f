// dap/building/holder.hpp - what a built dap_array points to, and its release.
#pragma once
#include <dap/dap.h>

#include <algorithm>
#include <cstdint>
#include <dap/array.hpp>
#include <dap/dimension.hpp>
#include <dap/error.hpp>
#include <dap/strides.hpp>
#include <dap/validate.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dap::detail {

struct Holder {
  std::vector<int64_t> shape, strides;
  std::vector<dap_dim> dims;
  std::vector<dap_replica> replicated;
  dap_extension extension{};
  std::vector<std::shared_ptr<void>> owners;
};

inline void release_holder(dap_array* array) {
  delete static_cast<Holder*>(array->private_data);
  array->private_data = nullptr;
  array->release = nullptr;
}

inline void refuse_findings(const dap_array& array) {
  std::string lines, rule;
  for (const Finding& finding : validate(array)) {
    if (finding.warning) continue;
    if (rule.empty()) rule = finding.rule;
    lines += "\n  " + finding.rule + " at " + finding.path + ": " + finding.message;
  }
  if (!rule.empty())
    throw Error("ERR_PROTOCOL", "The section breaks the Distributed Array Protocol:" + lines)
        .with("rule", rule);
}

// Of a dimension that breaks a rule 0: validation says what is wrong.
inline int64_t safe_extent(const dap_dim& dim) {
  if (dim.dist_type == 'b') return dim.start >= 0 && dim.stop >= dim.start ? local_count(dim) : 0;
  if (dim.dist_type == 'c' && (dim.block_size < 1 || dim.proc_grid_size < 1 || dim.size < 0)) return 0;
  return std::max<int64_t>(local_count(dim), 0);
}

inline Array build(dap_array array, std::unique_ptr<Holder> holder) {
  const auto ndim = static_cast<int32_t>(holder->dims.size());
  for (const dap_dim& dim : holder->dims) holder->shape.push_back(safe_extent(dim));
  if (holder->strides.empty()) {
    holder->strides.resize(holder->shape.size());
    row_major_strides(holder->shape.data(), ndim, item_size(array.dtype), holder->strides.data());
  } else if (holder->strides.size() != holder->shape.size()) {
    throw Error("ERR_SHAPE", "Expected a stride for each of " + std::to_string(ndim) +
                                 " dimensions but received " + std::to_string(holder->strides.size()));
  }
  const bool extended = !holder->replicated.empty() || holder->extension.has_comm ||
                        holder->extension.partial != DAP_PARTIAL_NONE;
  holder->extension.n_replicated = static_cast<int32_t>(holder->replicated.size());
  holder->extension.replicated = holder->replicated.data();
  array.ndim = ndim;
  array.shape = holder->shape.data();
  array.strides = holder->strides.data();
  array.dims = holder->dims.data();
  array.extension = extended ? &holder->extension : nullptr;
  array.private_data = holder.release();
  array.release = release_holder;
  Array owner(std::move(array));
  refuse_findings(owner.get());
  return owner;
}

}  // namespace dap::detail
