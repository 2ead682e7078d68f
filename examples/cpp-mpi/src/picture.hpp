// picture.hpp - the plate as a picture: a PGM file in text, white being hottest.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

// `cells` row-major, [rows, cols]. False when the file cannot be written.
bool write_picture(const std::string& path, const std::vector<double>& cells, int64_t rows, int64_t cols);
