#include <dap/validate.hpp>
#include <string>
#include <vector>

#include "../check.hpp"
#include "groups.hpp"
#include "section.hpp"

namespace test {
namespace {

std::string listed(const std::vector<dap::Finding>& findings) {
  std::string text;
  for (const dap::Finding& finding : findings)
    text += (text.empty() ? "" : ", ") + finding.rule + " " + finding.path +
            (finding.warning ? " (warning)" : "");
  return text;
}

// The section, changed, breaks exactly the rules in `wanted`: "RULE path", in order.
template <class Change>
void finds(const std::string& wanted, Change change, int line) {
  Section section;
  change(section);
  const auto findings = dap::validate(section.array);
  check(listed(findings) == wanted, __FILE__, line,
        "expected '" + wanted + "' but got '" + listed(findings) + "'");
  for (const dap::Finding& finding : findings) CHECK(!finding.message.empty());
}
#define FINDS(wanted, ...) \
  finds(                   \
      wanted, [](Section& s) { __VA_ARGS__; }, __LINE__)

// The one finding of the section, changed, contains `text`.
template <class Change>
void says(const std::string& text, Change change) {
  Section section;
  change(section);
  const auto findings = dap::validate(section.array);
  CHECK_MSG(findings.size() == 1 && findings[0].message.find(text) != std::string::npos,
            "expected '" + text + "' but got '" + (findings.empty() ? "" : findings[0].message) + "'");
}

void cyclic(Section& s) {
  s.dims[0] = {};
  s.dims[0].dist_type = 'c';
  s.dims[0].size = 5;
  s.dims[0].proc_grid_size = 2;
  s.dims[0].proc_grid_rank = 1;
  s.dims[0].block_size = 2;
  s.dims[0].start = 2;
}

const int32_t indices[] = {5, -3};
const int32_t repeated[] = {4, 4};
const int64_t unsafe[] = {5, int64_t{1} << 53};

void unstructured(Section& s) {
  s.dims[0] = {};
  s.dims[0].dist_type = 'u';
  s.dims[0].size = 5;
  s.dims[0].proc_grid_size = 2;
  s.dims[0].index_bits = 32;
  s.dims[0].n_indices = 2;
  s.dims[0].indices = indices;
}

}  // namespace

void validation() {
  FINDS("", (void)s);
  FINDS("", cyclic(s));
  FINDS("", unstructured(s));
  FINDS("", s.array.extension = &s.extension);
  FINDS("", s.array.ndim = 0);

  FINDS("DAP-E1 ", dap_release(&s.array));
  FINDS("DAP-E1 ", s.array.layout = 1);
  FINDS("DAP-E3 ", s.array.flags = 4);
  FINDS("DAP-E3 ", s.array.reserved[1] = 1);
  FINDS("DAP-V1 __version__", s.array.version[2] = -1);
  FINDS("DAP-V2 __version__", s.array.version[1] = 9);

  FINDS("DAP-S1 buffer.data", s.array.data = nullptr);
  FINDS("", s.array.data = nullptr; s.shape[1] = s.dims[1].size = s.dims[1].stop = 0);
  FINDS("DAP-S2 buffer.format", s.array.dtype.bits = 16);
  FINDS("DAP-S2 buffer.format", s.array.dtype.lanes = 2);
  FINDS("DAP-S2 buffer.format", s.array.dtype.code = 4);
  FINDS("DAP-S2 buffer.format", s.array.byte_order = 3 - DAP_ORDER_NATIVE);
  FINDS("DAP-S2 buffer.format", s.array.byte_order = DAP_ORDER_NOT_APPLICABLE);
  FINDS("DAP-S3 buffer.shape", s.array.ndim = -1);
  FINDS("DAP-S3 buffer.shape", s.array.ndim = 65);
  FINDS("DAP-S3 buffer.shape", s.array.shape = nullptr);
  FINDS("DAP-S3 buffer.shape", s.shape[0] = -2);
  FINDS("DAP-S4 buffer.strides", s.array.strides = nullptr);
  FINDS("DAP-S5 buffer", s.strides[0] = INT64_MAX - 7);
  FINDS("DAP-S6 buffer", s.strides[0] = 4);
  FINDS("DAP-S6 buffer", s.array.data = reinterpret_cast<char*>(s.data) + 4);
  FINDS("DAP-S9 buffer.strides (warning)", s.strides[0] = 0);
  FINDS("", s.strides[0] = 0; s.array.flags = DAP_FLAG_READ_ONLY);

  FINDS("DAP-D1 dim_data", s.array.dims = nullptr);
  FINDS("DAP-D4 dim_data[1].dist_type", s.dims[1].dist_type = 'n');
  FINDS("DAP-D5 dim_data[0].size", s.dims[0].size = -1);
  FINDS("DAP-D6 dim_data[0].proc_grid_size", s.dims[0].proc_grid_size = 0);
  FINDS("DAP-D6 dim_data[0].proc_grid_size, DAP-D7 dim_data[0].proc_grid_rank", s.dims[0].proc_grid_size = 0;
        s.dims[0].proc_grid_rank = -1);
  FINDS("DAP-D7 dim_data[0].proc_grid_rank", s.dims[0].proc_grid_rank = 1);
  FINDS("DAP-D3 dim_data[0].block_size", s.dims[0].block_size = 2);
  FINDS("", s.dims[0].block_size = 0);
  FINDS("DAP-D3 dim_data[0].indices", s.dims[0].index_bits = 32);
  FINDS("DAP-D3 dim_data[0].one_to_one", s.dims[0].one_to_one = 1);
  FINDS("DAP-D3 dim_data[1].reserved", s.dims[1].reserved = 7);
  FINDS("DAP-D3 dim_data[0].stop, DAP-D3 dim_data[0].padding, DAP-D3 dim_data[0].periodic", cyclic(s);
        s.dims[0].stop = 4; s.dims[0].padding[1] = 1; s.dims[0].periodic = 1);
  FINDS("DAP-D3 dim_data[0].start", unstructured(s); s.dims[0].start = 1);

  FINDS("DAP-B1 dim_data[0].start", s.dims[0].start = -1);
  FINDS("DAP-S10 buffer.shape, DAP-D8 dim_data", s.shape[0] = s.shape[1] = s.dims[0].size = s.dims[0].stop =
                                                     s.dims[1].size = s.dims[1].stop = int64_t{1} << 30);
  FINDS("DAP-S10 buffer.shape, DAP-D8 dim_data", s.shape[0] = s.shape[1] = s.dims[0].size = s.dims[0].stop =
                                                     s.dims[1].size = s.dims[1].stop = int64_t{1} << 40);
  FINDS("DAP-B2 dim_data[0].stop, DAP-B4 dim_data[0].stop", s.dims[0].stop = 3);
  FINDS("DAP-B2 dim_data[0].stop", s.dims[0].stop = -1);
  FINDS("DAP-B3 dim_data[0].start, DAP-B5 dim_data[0]", s.dims[0].start = 1);
  FINDS("DAP-B4 dim_data[0].stop", s.dims[0].size = 3);
  FINDS("DAP-B5 dim_data[0]", s.dims[0].size = s.dims[0].stop = 3);
  FINDS("DAP-B6 dim_data[0].padding", s.dims[0].padding[1] = -1);
  FINDS("DAP-B7 dim_data[0].padding", s.dims[0].padding[0] = s.dims[0].padding[1] = 2);
  FINDS("DAP-B6 dim_data[0].padding", s.dims[0].padding[0] = s.dims[0].padding[1] = INT64_MAX);
  FINDS("", s.dims[0].padding[0] = s.dims[0].padding[1] = 1);
  FINDS("DAP-B7 dim_data[0].padding", s.dims[0].padding[1] = 2; s.dims[0].proc_grid_size = 2;
        s.dims[0].size = 9);
  // What one rule leaves unknown hides no finding of another.
  FINDS("DAP-S2 buffer.format, DAP-S1 buffer.data, DAP-B5 dim_data[0]",
        s.array.byte_order = 3 - DAP_ORDER_NATIVE;
        s.array.data = nullptr; s.dims[0].size = s.dims[0].stop = 3);
  FINDS("DAP-S2 buffer.format, DAP-S6 buffer, DAP-S9 buffer.strides (warning)",
        s.array.byte_order = 3 - DAP_ORDER_NATIVE;
        s.strides[0] = 0; s.strides[1] = 4);
  FINDS("DAP-S2 buffer.format, DAP-S5 buffer, DAP-B5 dim_data[1]", s.array.dtype.bits = 16;
        s.strides[0] = INT64_MAX - 1; s.strides[1] = 1; s.dims[1].size = s.dims[1].stop = 2);
  FINDS("DAP-S4 buffer.strides, DAP-S1 buffer.data, DAP-B5 dim_data[0]", s.array.strides = nullptr;
        s.array.data = nullptr; s.dims[0].size = s.dims[0].stop = 3);
  FINDS("DAP-S3 buffer.shape, DAP-S4 buffer.strides, DAP-D4 dim_data[0].dist_type", s.array.shape = nullptr;
        s.array.strides = nullptr; s.dims[0].dist_type = 'x');
  FINDS("DAP-S10 buffer.shape, DAP-S1 buffer.data, DAP-B5 dim_data[0], DAP-B5 dim_data[1]",
        s.shape[0] = s.shape[1] = int64_t{1} << 40;
        s.array.data = nullptr);
  says("received 'x'", [](Section& s) { s.dims[0].dist_type = 'x'; });
  says("received character 0", [](Section& s) { s.dims[0].dist_type = 0; });
  says(
      "Expected padding no wider than the 2 entries this process owns for dim_data[0].padding but received "
      "[2, 2]",
      [](Section& s) { s.dims[0].padding[0] = s.dims[0].padding[1] = 2; });
  says(
      "Expected padding [0, 0], since this process owns nothing, for dim_data[0].padding but received [0, 1]",
      [](Section& s) {
        s.shape[0] = s.dims[0].size = s.dims[0].stop = 0;
        s.dims[0].padding[1] = 1;
      });
  says("Expected padding within the 2 entries of the section for dim_data[0].padding but received [0, 3]",
       [](Section& s) {
         s.dims[0].padding[1] = 3;
         s.dims[0].proc_grid_size = 2;
         s.dims[0].size = 9;
       });
  FINDS("DAP-B8 dim_data[0].periodic", s.dims[0].periodic = 2);

  FINDS("DAP-C1 dim_data[0].block_size", cyclic(s); s.dims[0].block_size = 0);
  FINDS("DAP-C2 dim_data[0].start", cyclic(s); s.dims[0].start = 3);
  FINDS("DAP-C2 dim_data[0].start", cyclic(s); s.dims[0].start = -1);
  FINDS("DAP-C2 dim_data[0].start, DAP-C3 dim_data[0]", cyclic(s); s.dims[0].block_size = int64_t{1} << 50;
        s.dims[0].proc_grid_size = 9; s.dims[0].proc_grid_rank = 8);
  FINDS("DAP-C3 dim_data[0]", cyclic(s); s.dims[0].size = 3);

  FINDS("DAP-U1 dim_data[0].indices", unstructured(s); s.dims[0].index_bits = 16);
  FINDS("DAP-U1 dim_data[0].indices", unstructured(s); s.dims[0].indices = nullptr);
  FINDS("DAP-U2 dim_data[0].indices", unstructured(s); s.dims[0].n_indices = 1);
  FINDS("DAP-U2 dim_data[0].indices", unstructured(s); s.dims[0].n_indices = -1);
  FINDS("DAP-U3 dim_data[0].indices", unstructured(s); s.dims[0].indices = repeated);
  FINDS("DAP-U7 dim_data[0].indices", unstructured(s); s.dims[0].size = 1);
  FINDS("DAP-U7 dim_data[0].indices", unstructured(s); s.dims[0].proc_grid_size = 1);
  FINDS("DAP-U4 dim_data[0].one_to_one", unstructured(s); s.dims[0].one_to_one = 2);
  FINDS("DAP-U5 dim_data[0].indices[1]", unstructured(s); s.dims[0].index_bits = 64;
        s.dims[0].indices = unsafe);

  FINDS("DAP-X4 __extension__.device.id", s.array.device.id = -1);
  FINDS("DAP-X5 __extension__.device.type", s.array.device.type = 2);
  FINDS("DAP-X2 __extension__", s.array.extension = &s.extension; s.extension.reserved[0] = 1);
  FINDS("DAP-X7 __extension__.replicated", s.array.extension = &s.extension; s.extension.n_replicated = -1);
  FINDS("DAP-X7 __extension__.replicated", s.array.extension = &s.extension;
        s.extension.replicated = nullptr);
  FINDS("DAP-X7 __extension__.replicated[0].proc_grid_size", s.array.extension = &s.extension;
        s.replicated[0].proc_grid_size = 0);
  FINDS("DAP-X7 __extension__.replicated[0].proc_grid_rank", s.array.extension = &s.extension;
        s.replicated[0].proc_grid_rank = 2);
  FINDS("DAP-X8 __extension__.partial", s.array.extension = &s.extension; s.extension.partial = 5);
  FINDS("DAP-X9 __extension__.partial", s.array.extension = &s.extension;
        s.extension.partial = DAP_PARTIAL_SUM; s.extension.n_replicated = 0);
  FINDS("DAP-X9 __extension__.partial", s.array.extension = &s.extension;
        s.extension.partial = DAP_PARTIAL_MIN; s.array.dtype = {DAP_COMPLEX, 64, 1});
}

}  // namespace test
