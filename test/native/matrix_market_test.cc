#include <dap/matrix_market.hpp>
#include <fstream>
#include <random>
#include <sstream>
#include <tuple>
#include <vector>

#include "check.hpp"
#include "groups.hpp"

namespace test {
namespace {

const MPI_Comm comm = MPI_COMM_WORLD;
using Entries = std::vector<std::tuple<int64_t, int64_t, double>>;

// Rank 0 writes the file; all ranks see it afterwards.
std::string file_with(const std::string& folder, const std::string& text) {
  const std::string path = folder + "/matrix.mtx";
  MPI_Barrier(comm);
  if (dap::comm_rank(comm) == 0) std::ofstream(path, std::ios::binary) << text;
  MPI_Barrier(comm);
  return path;
}

// The entries of all ranks, in the order of the ranks, on every rank.
Entries gathered(const dap::Triplets& mine) {
  std::vector<double> flat;
  for (size_t k = 0; k < mine.v.size(); ++k) {
    flat.push_back(static_cast<double>(mine.i[k]));
    flat.push_back(static_cast<double>(mine.j[k]));
    flat.push_back(mine.v[k]);
  }
  int n = static_cast<int>(flat.size());
  std::vector<int> counts(static_cast<size_t>(dap::comm_size(comm))), starts(counts.size(), 0);
  MPI_Allgather(&n, 1, MPI_INT, counts.data(), 1, MPI_INT, comm);
  for (size_t r = 1; r < counts.size(); ++r) starts[r] = starts[r - 1] + counts[r - 1];
  std::vector<double> all(static_cast<size_t>(starts.back() + counts.back()));
  MPI_Allgatherv(flat.data(), n, MPI_DOUBLE, all.data(), counts.data(), starts.data(), MPI_DOUBLE, comm);
  Entries out;
  for (size_t k = 0; k < all.size(); k += 3)
    out.emplace_back(static_cast<int64_t>(all[k]), static_cast<int64_t>(all[k + 1]), all[k + 2]);
  return out;
}

void reads(const std::string& folder, const std::string& text, const Entries& wanted, int line) {
  std::string problem = "other entries than wanted";
  bool ok = false;
  try {
    ok = gathered(dap::read_matrix_market(comm, file_with(folder, text))) == wanted;
  } catch (const dap::Error& error) {
    problem = error.what();
  }
  check(ok, __FILE__, line, problem);
}

void refuses(const std::string& folder, const std::string& text, const std::string& code,
             const std::string& message, int line) {
  const std::string path = file_with(folder, text);
  check_error([&] { dap::read_matrix_market(comm, path); }, code, message, __FILE__, line);
}

void good_files(const std::string& folder) {
  const Entries two = {{0, 1, 1.5}, {2, 0, -2}};
  const std::string general = "%%MatrixMarket matrix coordinate real general\n";
  reads(folder, general + "3 2 2\n1 2 1.5\n3 1 -2\n", two, __LINE__);
  reads(folder, general + "3 2 2\n1 2 1.5\n3 1 -2", two, __LINE__);  // no newline at the end
  reads(folder,
        "%%matrixmarket MATRIX Coordinate REAL General\r\n% c\r\n3 2 2\r\n\r\n1 2 1.5\r\n3 1 -2\r\n\r\n", two,
        __LINE__);
  reads(folder, general + "%\n\n  % note\n 3\t2   2  \n\n1 2 +1.5D+0 \n%in between\n\n\t3 1 -.2d1\n \n", two,
        __LINE__);
  reads(folder, general + "0 0 0\n", {}, __LINE__);
  reads(folder, general + "5 5 0", {}, __LINE__);
  reads(folder, "%%MatrixMarket matrix coordinate integer general\n3 2 2\n1 2 +15\n3 1 -2\n",
        {{0, 1, 15}, {2, 0, -2}}, __LINE__);
  reads(folder, "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 2\n3 1\n",
        {{1, 1, 1}, {2, 0, 1}, {0, 2, 1}}, __LINE__);
  reads(folder, "%%MatrixMarket matrix coordinate real skew-symmetric\n3 3 1\n3 1 4e-3\n",
        {{2, 0, 4e-3}, {0, 2, -4e-3}}, __LINE__);
  reads(folder, general + "9000000000 9000000000 1\n8999999999 9000000000 1e-310\n",
        {{8999999998, 8999999999, 1e-310}}, __LINE__);
}

void bad_files(const std::string& folder) {
  const std::string general = "%%MatrixMarket matrix coordinate real general\n";
  const auto format = [&](const std::string& text, const std::string& message, int line) {
    refuses(folder, text, "ERR_FORMAT", message, line);
  };
  format("", ":1: the file is empty", __LINE__);
  format("1 2 3\n", ":1: expected a Matrix Market file", __LINE__);
  format("%%MatrixMarket matrix coordinate real\n1 1 0\n", ":1: expected a Matrix Market symmetry", __LINE__);
  format("%%MatrixMarket matrix coordinate float general\n1 1 0\n", "'float'", __LINE__);
  format("%%MatrixMarket matrix coordinate real general x\n1 1 0\n", "five words", __LINE__);
  format("%%MatrixMarket matrix coordinate pattern skew-symmetric\n1 1 0\n", "pattern", __LINE__);
  format(general, "ends before the line of rows", __LINE__);
  format(general + "% only this\n", ":3: the file ends before", __LINE__);
  format(general + "2 2\n", ":2: expected a 64-bit integer for the number of entries", __LINE__);
  format(general + "2 2 1 1\n1 1 1\n", "three numbers", __LINE__);
  format(general + "2 -2 1\n1 1 1\n", "non-negative", __LINE__);
  format(general + "2 99999999999999999999 1\n1 1 1\n", "64-bit integer for the number of columns", __LINE__);
  format("%%MatrixMarket matrix coordinate real symmetric\n2 3 0\n", "square", __LINE__);
  format(general + "2 2 2\n1 1 1\n3 1 1\n", ":4: expected a row in 1 .. 2 but received '3'", __LINE__);
  format(general + "2 2 2\n1 0 1\n2 1 1\n", ":3: expected a column in 1 .. 2 but received '0'", __LINE__);
  format(general + "2 2 2\n1 1 1\n2 x 1\n", ":4: expected a 64-bit integer for the column but received 'x'",
         __LINE__);
  format(general + "2 2 2\n1 1 1\n2 1\n", ":4: expected a real number for the value but received the end",
         __LINE__);
  format(general + "2 2 2\n1 1 1\n\n2 1 1,5\n", ":5: expected a real number for the value", __LINE__);
  format(general + "2 2 2\n1 1 1e999\n2 1 1\n", ":3: expected a number in the range", __LINE__);
  format(general + "2 2 1\n1 1 1 0\n", ":3: expected one entry per line but received '0'", __LINE__);
  format(general + "2 2 3\n1 1 1\n2 1 1\n", "ends after 2 of 3 entries", __LINE__);
  format(general + "2 2 1\n% c\n1 1 1\n\n2 1 1\n1 2 1\n", ":6: expected the end of the file after 1",
         __LINE__);
  format(general + "2 2 0\n1 1 1\n", ":3: expected the end of the file after 0", __LINE__);
  format("%%MatrixMarket matrix coordinate integer general\n2 2 1\n1 1 1.5\n", "64-bit integer for the value",
         __LINE__);
  format("%%MatrixMarket matrix coordinate pattern general\n2 2 1\n1 1 1.5\n", "one entry per line",
         __LINE__);
  format("%%MatrixMarket matrix coordinate real symmetric\n2 2 1\n1 2 1\n", ":3: expected the lower triangle",
         __LINE__);
  format("%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n1 1 1\n", "diagonal", __LINE__);
  format(general + "2 2 1\n" + std::string(300000, ' ') + "1 1 1\n", "line longer than", __LINE__);

  refuses(folder, "%%MatrixMarket matrix array real general\n1 1\n1\n", "ERR_UNSUPPORTED", "'coordinate'",
          __LINE__);
  refuses(folder, "%%MatrixMarket matrix coordinate complex general\n1 1 1\n1 1 1 1\n", "ERR_UNSUPPORTED",
          "complex", __LINE__);
  refuses(folder, "%%MatrixMarket matrix coordinate real hermitian\n1 1 1\n1 1 1\n", "ERR_UNSUPPORTED",
          "hermitian", __LINE__);
  CHECK_ERROR("ERR_FILE", "No such file", dap::read_matrix_market(comm, folder + "/missing.mtx"));
  CHECK_ERROR("ERR_FILE", "not a regular file", dap::read_matrix_market(comm, folder));
}

// Thousands of lines of every length, so that slices begin and end anywhere in a line; and the same file with
// one bad line, which must be named.
void long_files(const std::string& folder) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 8; ++trial) {
    Entries wanted;
    std::vector<std::string> lines;
    for (int k = 0; k < 3000; ++k) {
      const auto i = static_cast<int64_t>(random() % 100000), j = static_cast<int64_t>(random() % 9);
      const double value = static_cast<double>(random()) / 1024.0;
      std::ostringstream line;
      line.precision(17);
      line << i + 1 << std::string(1 + random() % 9, ' ') << j + 1 << ' ' << value;
      lines.push_back(line.str());
      wanted.emplace_back(i, j, value);
      if (random() % 5 == 0) lines.push_back(random() % 2 ? "% a comment" : "");
    }
    const std::string end = trial % 2 ? "\r\n" : "\n";
    const auto text = [&] {
      std::string all = "%%MatrixMarket matrix coordinate real general" + end + "100000 9 3000" + end;
      for (const auto& line : lines) all += line + end;
      return all;
    };
    reads(folder, text(), wanted, __LINE__);
    const size_t bad = random() % lines.size();
    lines[bad] = "1 1 bad";
    refuses(folder, text(), "ERR_FORMAT", ":" + std::to_string(bad + 3) + ": expected a real number",
            __LINE__);
  }
}

// More than one buffer of lines.
void large_file(const std::string& folder) {
  std::string text = "%%MatrixMarket matrix coordinate integer general\n" + std::string(200000, '%') + "\n";
  Entries wanted;
  text += "60000 60000 60000\n";
  for (int k = 0; k < 60000; ++k) {
    text += std::to_string(k + 1) + " " + std::to_string(60000 - k) + " " + std::to_string(k * 7) + "\n";
    wanted.emplace_back(k, 59999 - k, k * 7);
  }
  reads(folder, text, wanted, __LINE__);
}

}  // namespace

void matrix_market(const std::string& folder) {
  good_files(folder);
  bad_files(folder);
  long_files(folder);
  large_file(folder);
}

}  // namespace test
