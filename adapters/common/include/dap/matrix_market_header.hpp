// dap/matrix_market_header.hpp - what stands before the entries of a Matrix Market file.
#pragma once
#include <array>
#include <cctype>
#include <cstdint>
#include <dap/error.hpp>
#include <dap/fields.hpp>
#include <dap/line_reader.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dap {

enum class MatrixField : int64_t { real, integer, pattern };
enum class MatrixSymmetry : int64_t { general, symmetric, skew };

// Plain integers, so that rank 0 can broadcast it.
struct MatrixMarketHeader {
  int64_t rows, cols, entries;  // entries as the file lists them: one triangle of a symmetric matrix
  int64_t data_begin;           // byte of the first line after the header
  int64_t lines;                // lines of the header
  int64_t file_size;
  MatrixField field;
  MatrixSymmetry symmetry;
};

namespace detail {

// `error` with the place in the file in front; an error of the file system stays as it is.
inline Error located(const InputFile& file, int64_t line, const Error& error) {
  if (error.code() == "ERR_FILE") return error;
  Error out(error.code(), file.path() + ":" + std::to_string(line) + ": " + error.what());
  for (const auto& [key, value] : error.strings()) out.with(key, value);
  return out.with("line", static_cast<double>(line));
}

inline bool is_blank_or_comment(std::string_view line) {
  const std::string_view word = next_word(line);
  return word.empty() || word[0] == '%';
}

// The banner: %%MatrixMarket matrix coordinate <field> <symmetry>, in any case.
inline void parse_banner(std::string_view line, MatrixMarketHeader& header) {
  std::array<std::string, 5> words;
  for (std::string& word : words) {
    word = next_word(line);
    for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const auto& [banner, object, format, field, symmetry] = words;
  if (banner != "%%matrixmarket")
    throw Error(
        "ERR_FORMAT",
        "expected a Matrix Market file, which starts with '%%MatrixMarket', but received " + shown(banner));
  const auto choose = [](const char* what, const std::string& word, const std::vector<std::string>& known,
                         const std::vector<std::string>& foreign, const char* instead) {
    for (size_t k = 0; k < known.size(); ++k)
      if (word == known[k]) return static_cast<int64_t>(k);
    for (const std::string& other : foreign)
      if (word == other)
        throw Error("ERR_UNSUPPORTED", std::string("the Matrix Market ") + what + " '" + word +
                                           "' is not supported; store the matrix as " + instead)
            .with("feature", std::string("Matrix Market ") + what + " " + word);
    throw Error("ERR_FORMAT",
                std::string("expected a Matrix Market ") + what + " but received " + shown(word));
  };
  choose("object", object, {"matrix"}, {"vector"}, "'matrix'");
  choose("format", format, {"coordinate"}, {"array"}, "'coordinate', one entry per line");
  header.field = static_cast<MatrixField>(
      choose("field", field, {"real", "integer", "pattern"}, {"complex"}, "'real', 'integer' or 'pattern'"));
  header.symmetry =
      static_cast<MatrixSymmetry>(choose("symmetry", symmetry, {"general", "symmetric", "skew-symmetric"},
                                         {"hermitian"}, "'general', 'symmetric' or 'skew-symmetric'"));
  if (header.field == MatrixField::pattern && header.symmetry == MatrixSymmetry::skew)
    throw Error("ERR_FORMAT",
                "expected values for a skew-symmetric matrix but the file holds a pattern only");
  if (!next_word(line).empty())
    throw Error("ERR_FORMAT", "expected five words in the first line but received more");
}

inline void parse_sizes(std::string_view line, MatrixMarketHeader& header) {
  header.rows = parse_integer(next_word(line), "number of rows");
  header.cols = parse_integer(next_word(line), "number of columns");
  header.entries = parse_integer(next_word(line), "number of entries");
  if (header.rows < 0 || header.cols < 0 || header.entries < 0)
    throw Error("ERR_FORMAT", "expected non-negative numbers of rows, columns and entries");
  if (header.symmetry != MatrixSymmetry::general && header.rows != header.cols)
    throw Error("ERR_FORMAT", "expected a symmetric matrix to be square but it has " +
                                  std::to_string(header.rows) + " rows and " + std::to_string(header.cols) +
                                  " columns");
  if (!next_word(line).empty())
    throw Error("ERR_FORMAT", "expected three numbers, rows, columns and entries, but received more");
}

}  // namespace detail

// Read the banner, the comments and the line of sizes. Not collective.
inline MatrixMarketHeader read_matrix_market_header(const InputFile& file) {
  MatrixMarketHeader header{};
  header.file_size = file.size();
  LineReader reader(file, 0);
  try {
    for (;;) {
      ++header.lines;
      const auto line = reader.next();
      if (!line)
        throw Error("ERR_FORMAT", header.lines == 1
                                      ? "the file is empty"
                                      : "the file ends before the line of rows, columns and entries");
      if (header.lines == 1) {
        detail::parse_banner(*line, header);
      } else if (!detail::is_blank_or_comment(*line)) {
        detail::parse_sizes(*line, header);
        break;
      }
    }
  } catch (const Error& error) {
    throw detail::located(file, header.lines, error);
  }
  header.data_begin = reader.position();
  return header;
}

}  // namespace dap
