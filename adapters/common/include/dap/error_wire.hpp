// dap/error_wire.hpp - an Error as bytes, with its fields, so that every rank can throw it.
#pragma once
#include <cstdint>
#include <cstring>
#include <dap/error.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace dap {
namespace detail {

inline void put(std::string& bytes, uint64_t number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

inline void put(std::string& bytes, const std::string& text) {
  put(bytes, text.size());
  bytes += text;
}

inline uint64_t take_number(std::string_view& bytes) {
  uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  bytes.remove_prefix(sizeof number);
  return number;
}

inline std::string take_text(std::string_view& bytes) {
  const uint64_t n = take_number(bytes);
  std::string text(bytes.substr(0, n));
  bytes.remove_prefix(n);
  return text;
}

}  // namespace detail

inline std::string to_bytes(const Error& error) {
  std::string bytes;
  detail::put(bytes, error.code());
  detail::put(bytes, error.what());
  detail::put(bytes, error.numbers().size());
  for (const auto& [key, value] : error.numbers()) {
    uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    detail::put(bytes, key);
    detail::put(bytes, bits);
  }
  detail::put(bytes, error.strings().size());
  for (const auto& [key, value] : error.strings()) {
    detail::put(bytes, key);
    detail::put(bytes, value);
  }
  detail::put(bytes, error.lists().size());
  for (const auto& [key, list] : error.lists()) {
    detail::put(bytes, key);
    detail::put(bytes, list.size());
    for (const std::string& value : list) detail::put(bytes, value);
  }
  return bytes;
}

// The error that to_bytes wrote, `prefix` in front of its message.
inline Error error_from_bytes(std::string_view bytes, const std::string& prefix) {
  const std::string code = detail::take_text(bytes);
  Error error(code, prefix + detail::take_text(bytes));
  for (uint64_t n = detail::take_number(bytes); n > 0; --n) {
    const std::string key = detail::take_text(bytes);
    const uint64_t bits = detail::take_number(bytes);
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    error.with(key, value);
  }
  for (uint64_t n = detail::take_number(bytes); n > 0; --n) {
    const std::string key = detail::take_text(bytes);
    error.with(key, detail::take_text(bytes));
  }
  for (uint64_t n = detail::take_number(bytes); n > 0; --n) {
    const std::string key = detail::take_text(bytes);
    std::vector<std::string> list(detail::take_number(bytes));
    for (std::string& value : list) value = detail::take_text(bytes);
    error.with(key, list);
  }
  return error;
}

}  // namespace dap
