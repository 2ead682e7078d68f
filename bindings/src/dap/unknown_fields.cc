#include "dap/unknown_fields.h"

#include <cstdint>
#include <string>

#include "common/native_error.h"

namespace distarray {
namespace {

constexpr uint64_t known_flags = DAP_FLAG_READ_ONLY | DAP_FLAG_COPIED;

void require(bool is_known, const char* rule, const std::string& what) {
  if (!is_known)
    throw NativeError("ERR_PROTOCOL",
                      "Expected " + what +
                          " but the dap_array has something there that this version does not know; "
                          "initialize structs with zeros")
        .with("rule", std::string(rule));
}

void check_dim(const dap_dim& dim, int32_t d) {
  const std::string where = " in dimension " + std::to_string(d);
  require(dim.reserved == 0, "DAP-D3", "zero in reserved" + where);
  require(dim.periodic <= 1, "DAP-B8", "0 or 1 in periodic" + where);
  require(dim.one_to_one <= 1, "DAP-U4", "0 or 1 in one_to_one" + where);
  require(dim.dist_type == 'u' || (!dim.indices && dim.n_indices == 0 && dim.index_bits == 0), "DAP-D3",
          "no indices" + where + ", which is not unstructured,");
}

void check_extension(const dap_extension& extension) {
  require(extension.reserved[0] == 0 && extension.reserved[1] == 0, "DAP-X2",
          "zero in reserved of the extension");
  require(extension.has_comm <= 1, "DAP-X2", "0 or 1 in has_comm");
}

}  // namespace

void check_unknown_fields(const dap_array& array) {
  require((array.flags & ~known_flags) == 0, "DAP-E3", "no flags but DAP_FLAG_READ_ONLY and DAP_FLAG_COPIED");
  require(array.reserved[0] == 0 && array.reserved[1] == 0, "DAP-E3", "zero in reserved");
  for (int32_t d = 0; d < array.ndim; ++d) check_dim(array.dims[d], d);
  if (array.extension) check_extension(*array.extension);
}

}  // namespace distarray
