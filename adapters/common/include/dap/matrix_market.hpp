// dap/matrix_market.hpp - read a sparse matrix from a Matrix Market file, in parallel.
#pragma once
#include <array>
#include <cstdint>
#include <dap/agree.hpp>
#include <dap/fields.hpp>
#include <dap/line_reader.hpp>
#include <dap/matrix_market_header.hpp>
#include <dap/triplets.hpp>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

namespace dap {

namespace detail {

inline int64_t parse_index(std::string_view& line, int64_t extent, const char* name) {
  const std::string_view word = next_word(line);
  const int64_t index = parse_integer(word, name);
  if (index < 1 || index > extent)
    throw Error("ERR_FORMAT", std::string("expected a ") + name + " in 1 .. " + std::to_string(extent) +
                                  " but received " + shown(word));
  return index - 1;
}

// One line `row column [value]`; the other triangle of a symmetric matrix is filled in.
inline void parse_entry(std::string_view line, const MatrixMarketHeader& header, Triplets& out) {
  const int64_t i = parse_index(line, header.rows, "row");
  const int64_t j = parse_index(line, header.cols, "column");
  double value = 1;
  if (header.field == MatrixField::real)
    value = parse_real(next_word(line), "value");
  else if (header.field == MatrixField::integer)
    value = static_cast<double>(parse_integer(next_word(line), "value"));
  const std::string_view rest = next_word(line);
  if (!rest.empty())
    throw Error("ERR_FORMAT", "expected one entry per line but received " + shown(rest) + " after it");
  out.push(i, j, value);
  if (header.symmetry == MatrixSymmetry::general) return;
  // A file that holds both triangles would otherwise count every entry twice.
  if (i < j)
    throw Error("ERR_FORMAT",
                "expected the lower triangle of a symmetric matrix but received an entry above the diagonal");
  if (i == j && header.symmetry == MatrixSymmetry::skew)
    throw Error("ERR_FORMAT", "expected no entry on the diagonal of a skew-symmetric matrix");
  if (i > j) out.push(j, i, header.symmetry == MatrixSymmetry::skew ? -value : value);
}

// The lines that start in bytes begin .. end - 1 of the entries of a file.
struct Slice {
  int64_t begin, end;
  int64_t lines = 0;    // seen so far, blank ones and comments too
  int64_t entries = 0;  // seen so far

  Slice(const MatrixMarketHeader& header, int rank, int ranks) {
    const int64_t bytes = header.file_size - header.data_begin;
    const auto cut = [&](int64_t r) {
      return header.data_begin + bytes / ranks * r + std::min(r, bytes % ranks);
    };
    begin = cut(rank);
    end = cut(rank + 1);
  }

  // Call `entry(line)` for each line that is neither blank nor a comment, until it returns false.
  template <class F>
  void scan(const InputFile& file, int64_t data_begin, F entry) {
    // One byte back: if that ends a line, ours starts at `begin`; if not, the line belongs to an earlier
    // rank.
    const bool first = begin == data_begin;
    LineReader reader(file, first ? begin : begin - 1);
    if (!first) reader.next();
    while (reader.position() < end) {
      ++lines;
      const auto line = reader.next();
      if (!line) break;
      if (is_blank_or_comment(*line)) continue;
      ++entries;
      if (!entry(*line)) break;
    }
  }
};

// The file must hold as many entries as its header says. Collective.
inline void check_entry_count(MPI_Comm comm, const InputFile& file, const MatrixMarketHeader& header,
                              const Slice& slice, int64_t lines_before, int64_t entries_before) {
  std::array<int64_t, 2> total = {slice.lines, slice.entries};
  DAP_MPI_CHECK(MPI_Allreduce, MPI_IN_PLACE, total.data(), 2, MPI_INT64_T, MPI_SUM, comm);
  if (total[1] < header.entries)
    throw located(file, header.lines + total[0],
                  Error("ERR_FORMAT", "the file ends after " + std::to_string(total[1]) + " of " +
                                          std::to_string(header.entries) + " entries"));
  agree(comm, [&] {
    const int64_t allowed = header.entries - entries_before;
    if (slice.entries <= allowed) return;
    if (allowed < 0) return;  // the first surplus entry is on an earlier rank
    Slice again(header, comm_rank(comm), comm_size(comm));
    again.scan(file, header.data_begin, [&](std::string_view) { return again.entries <= allowed; });
    throw located(file, lines_before + again.lines,
                  Error("ERR_FORMAT", "expected the end of the file after " + std::to_string(header.entries) +
                                          " entries but received more"));
  });
}

}  // namespace detail

// Read the matrix in file `path`: formats coordinate x real, integer, pattern (values 1) x general,
// symmetric, skew-symmetric. Each rank reads one part of the file's bytes and returns the entries on the
// lines that start there, in the file's order, mirrored ones included. Collective over `comm`. Throws on
// every rank: ERR_FILE, ERR_FORMAT (with the line), ERR_UNSUPPORTED (complex, hermitian, array).
inline Triplets read_matrix_market(MPI_Comm comm, const std::string& path) {
  const auto file = agree(comm, [&] { return std::make_shared<const InputFile>(path); });
  const int rank = comm_rank(comm), ranks = comm_size(comm);
  auto header =
      agree(comm, [&] { return rank == 0 ? read_matrix_market_header(*file) : MatrixMarketHeader{}; });
  DAP_MPI_CHECK(MPI_Bcast, &header, sizeof header, MPI_BYTE, 0, comm);
  agree(comm, [&] {
    if (file->size() != header.file_size)
      throw Error("ERR_FILE", path + " has " + std::to_string(file->size()) + " bytes here but " +
                                  std::to_string(header.file_size) +
                                  " on rank 0: the ranks must see the same file");
  });

  Triplets out;
  out.rows = header.rows;
  out.cols = header.cols;
  detail::Slice slice(header, rank, ranks);
  std::exception_ptr caught;
  try {
    slice.scan(*file, header.data_begin, [&](std::string_view line) {
      detail::parse_entry(line, header, out);
      return true;
    });
  } catch (...) {
    caught = std::current_exception();
  }
  // Ranks before the first one that failed have read all their lines, so that its line numbers are right.
  std::array<int64_t, 2> mine = {slice.lines, slice.entries}, before = {0, 0};
  DAP_MPI_CHECK(MPI_Exscan, mine.data(), before.data(), 2, MPI_INT64_T, MPI_SUM, comm);
  const int64_t lines_before = header.lines + before[0];
  agree(comm, [&] {
    if (!caught) return;
    try {
      std::rethrow_exception(caught);
    } catch (const Error& error) {
      throw detail::located(*file, lines_before + slice.lines, error);
    }
  });
  detail::check_entry_count(comm, *file, header, slice, lines_before, before[1]);
  return out;
}

}  // namespace dap
