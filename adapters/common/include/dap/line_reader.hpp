// dap/line_reader.hpp - the lines of a byte range of a file, in bounded memory.
#pragma once
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <dap/error.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dap {

// A regular file open for reading.
class InputFile {
 public:
  explicit InputFile(const std::string& path) : _path(path), _fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (_fd < 0) fail("cannot be opened");
    struct stat status {};
    if (::fstat(_fd, &status) != 0) fail_and_close("cannot be examined");
    if (!S_ISREG(status.st_mode)) {
      ::close(_fd);
      throw Error("ERR_FILE", _path + " is not a regular file");
    }
    _size = status.st_size;
  }
  ~InputFile() { ::close(_fd); }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  const std::string& path() const { return _path; }
  int64_t size() const { return _size; }

  // Read up to `n` bytes at `at`; fewer only at the end of the file.
  size_t read(char* to, size_t n, int64_t at) const {
    size_t done = 0;
    while (done < n) {
      const ssize_t got = ::pread(_fd, to + done, n - done, at + static_cast<int64_t>(done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail("cannot be read");
      if (got == 0) break;
      done += static_cast<size_t>(got);
    }
    return done;
  }

 private:
  [[noreturn]] void fail(const char* what) const {
    throw Error("ERR_FILE", _path + " " + what + ": " + std::strerror(errno));
  }
  [[noreturn]] void fail_and_close(const char* what) const {
    const int reason = errno;
    ::close(_fd);
    errno = reason;
    fail(what);
  }

  std::string _path;
  int _fd;
  int64_t _size = 0;
};

// Lines one after the other from byte `begin`, without their line ends (LF or CR LF).
class LineReader {
 public:
  LineReader(const InputFile& file, int64_t begin) : _file(file), _buffer(1 << 18), _base(begin) {}

  // Byte at which the next line starts.
  int64_t position() const { return _base + static_cast<int64_t>(_at); }

  // The next line, or nothing at the end of the file. Valid until the next call.
  std::optional<std::string_view> next() {
    size_t scanned = _at;
    for (;;) {
      const auto* found =
          static_cast<const char*>(std::memchr(_buffer.data() + scanned, '\n', _filled - scanned));
      if (found) return take(static_cast<size_t>(found - _buffer.data()), 1);
      scanned = _filled - _at;
      if (!fill()) break;
    }
    if (_at == _filled) return std::nullopt;
    return take(_filled, 0);  // the last line has no line end
  }

 private:
  std::string_view take(size_t end, size_t line_end) {
    std::string_view line(_buffer.data() + _at, end - _at);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    _at = end + line_end;
    return line;
  }

  // Move the rest of the buffer to its front and read on. False at the end of the file.
  bool fill() {
    const size_t rest = _filled - _at;
    if (rest == _buffer.size())
      throw Error("ERR_FORMAT",
                  "expected text but found a line longer than " + std::to_string(rest) + " bytes");
    std::memmove(_buffer.data(), _buffer.data() + _at, rest);
    _base += static_cast<int64_t>(_at);
    _at = 0;
    const size_t got =
        _file.read(_buffer.data() + rest, _buffer.size() - rest, _base + static_cast<int64_t>(rest));
    _filled = rest + got;
    return got > 0;
  }

  const InputFile& _file;
  std::vector<char> _buffer;
  int64_t _base;  // byte of the file at the front of the buffer
  size_t _at = 0, _filled = 0;
};

}  // namespace dap
