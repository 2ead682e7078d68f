// dap/assemble.hpp - a sparse matrix in compressed rows, from entries that lie on any rank.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <dap/agree.hpp>
#include <dap/exchange.hpp>
#include <dap/layout.hpp>
#include <dap/triplets.hpp>
#include <string>
#include <utility>
#include <vector>

namespace dap {

// This rank's rows of a matrix, in compressed sparse row form.
struct Csr {
  std::vector<int64_t> row_start;  // [n_local + 1]
  std::vector<int64_t> cols;       // library column indices, ascending and once each in a row
  std::vector<double> values;
};

namespace detail {

struct MatrixEntry {
  int64_t row, col;
  double value;
};

// Values at one place add up in the order of their bits, whoever sent them: the sum does not depend on the
// number of ranks or on who contributed what.
inline bool entry_before(const std::pair<int64_t, double>& a, const std::pair<int64_t, double>& b) {
  if (a.first != b.first) return a.first < b.first;
  int64_t x = 0, y = 0;
  std::memcpy(&x, &a.second, sizeof x);
  std::memcpy(&y, &b.second, sizeof y);
  return x < y;
}

inline Csr compress(const std::vector<MatrixEntry>& entries, int64_t first_row, int64_t n_rows) {
  std::vector<int64_t> at(static_cast<size_t>(n_rows) + 1, 0);
  for (const MatrixEntry& entry : entries) ++at[static_cast<size_t>(entry.row - first_row) + 1];
  for (size_t row = 1; row < at.size(); ++row) at[row] += at[row - 1];
  std::vector<std::pair<int64_t, double>> sorted(entries.size());
  auto next = at;
  for (const MatrixEntry& entry : entries)
    sorted[static_cast<size_t>(next[static_cast<size_t>(entry.row - first_row)]++)] = {entry.col,
                                                                                       entry.value};
  Csr out;
  out.row_start.push_back(0);
  for (size_t row = 0; row + 1 < at.size(); ++row) {
    const auto begin = sorted.begin() + at[row], end = sorted.begin() + at[row + 1];
    std::sort(begin, end, entry_before);
    for (auto entry = begin; entry != end; ++entry) {
      if (entry != begin && entry->first == (entry - 1)->first) {
        out.values.back() += entry->second;
      } else {
        out.cols.push_back(entry->first);
        out.values.push_back(entry->second);
      }
    }
    out.row_start.push_back(static_cast<int64_t>(out.cols.size()));
  }
  return out;
}

}  // namespace detail

// Assemble the matrix whose entries, in DAP indices, lie on any rank; entries at one place add up, and
// entries of value zero stay in the pattern. Row i is on the rank that owns entry i of `rows`; columns are
// numbered as `cols` numbers its vector. Collective over rows.comm(), which must have the ranks of
// cols.comm(). Throws on every rank: ERR_SHAPE (the matrix does not fit the layouts; lengths differ),
// ERR_SELECTION.
inline Csr assemble(const Layout& rows, const Layout& cols, Triplets entries) {
  agree(rows.comm(), [&] {
    if (entries.rows != rows.n_global() || entries.cols != cols.n_global())
      throw Error("ERR_SHAPE", "Expected a matrix of " + std::to_string(rows.n_global()) + " x " +
                                   std::to_string(cols.n_global()) +
                                   " to fit the vectors but received one of " + std::to_string(entries.rows) +
                                   " x " + std::to_string(entries.cols));
    if (entries.i.size() != entries.v.size() || entries.j.size() != entries.v.size())
      throw Error("ERR_SHAPE", "Expected as many rows, columns and values but received " +
                                   std::to_string(entries.i.size()) + ", " +
                                   std::to_string(entries.j.size()) + " and " +
                                   std::to_string(entries.v.size()));
  });
  const size_t n = entries.v.size();
  rows.to_library(entries.i.data(), entries.i.data(), n);
  cols.to_library(entries.j.data(), entries.j.data(), n);
  const int ranks = comm_size(rows.comm());
  const Routing routing = route(ranks, n, [&](size_t e) { return rows.owner(entries.i[e]); });
  std::vector<detail::MatrixEntry> send(n);
  for (size_t e = 0; e < n; ++e)
    send[static_cast<size_t>(routing.slots[e])] = {entries.i[e], entries.j[e], entries.v[e]};
  entries = {};
  const auto received = exchange(rows.comm(), send, routing.counts);
  send = {};
  return agree(rows.comm(), [&] { return detail::compress(received.items, rows.offset(), rows.n_local()); });
}

// The square matrix whose rows and columns are both laid out as `layout`.
inline Csr assemble(const Layout& layout, Triplets entries) {
  return assemble(layout, layout, std::move(entries));
}

}  // namespace dap
