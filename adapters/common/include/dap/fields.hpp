// dap/fields.hpp - the words and numbers of a line of text, whatever the locale.
#pragma once
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <dap/error.hpp>
#include <string>
#include <string_view>
#include <system_error>

namespace dap {

// Take the next word off the front of `line`; empty when there is none.
inline std::string_view next_word(std::string_view& line) {
  static constexpr std::string_view blanks = " \t\r\v\f";
  const size_t begin = std::min(line.find_first_not_of(blanks), line.size());
  const size_t end = std::min(line.find_first_of(blanks, begin), line.size());
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

// A word as a message shows it: quoted, and shortened when long.
inline std::string shown(std::string_view word) {
  if (word.empty()) return "the end of the line";
  return word.size() <= 40 ? "'" + std::string(word) + "'" : "'" + std::string(word.substr(0, 37)) + "...'";
}

namespace detail {

[[noreturn]] inline void bad_number(const char* wanted, const char* name, std::string_view word) {
  throw Error("ERR_FORMAT",
              std::string("expected ") + wanted + " for the " + name + " but received " + shown(word));
}

// std::from_chars takes no leading plus, which Fortran writes.
inline std::string_view without_plus(std::string_view word) {
  const bool plus = word.size() > 1 && word[0] == '+' && word[1] != '-';
  return plus ? word.substr(1) : word;
}

}  // namespace detail

inline int64_t parse_integer(std::string_view word, const char* name) {
  const std::string_view digits = detail::without_plus(word);
  int64_t value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem != std::errc{} || end != digits.data() + digits.size())
    detail::bad_number("a 64-bit integer", name, word);
  return value;
}

// A real number, with the exponent letters of C and of Fortran (1.5e-3, 1.5D-3).
inline double parse_real(std::string_view word, const char* name) {
  std::string_view text = detail::without_plus(word);
  char with_e[64];
  const size_t exponent = text.find_first_of("dD");
  if (exponent != std::string_view::npos && text.size() <= sizeof with_e) {
    std::copy(text.begin(), text.end(), with_e);
    with_e[exponent] = 'e';
    text = {with_e, text.size()};
  }
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem == std::errc::result_out_of_range)
    detail::bad_number("a number in the range of float64", name, word);
  if (problem != std::errc{} || end != text.data() + text.size())
    detail::bad_number("a real number", name, word);
  return value;
}

}  // namespace dap
