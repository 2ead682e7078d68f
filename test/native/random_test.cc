// The random kernels on every target that this processor has: known answers, the same bits everywhere, and
// accuracy against long doubles.
#include <hwy/targets.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "check.hpp"
#include "kernels/random/blocks.h"
#include "kernels/random/density.h"
#include "kernels/random/elementary.h"
#include "kernels/random/permutation.h"

namespace {

using namespace distarray::random;
namespace ours = distarray::random;  // where the C library has the same names

constexpr double two_pi = 6.283185307179586476925;
const Source source{{0x0123456789ABCDEF, 0xFEDCBA9876543210}, 5};

// Random123, tests/kat_vectors: philox4x64 with 10 rounds.
void test_known_answers() {
  const uint64_t ones = ~uint64_t{0};
  CHECK(philox({0, 0, 0, 0}, {0, 0}) ==
        Block{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b});
  CHECK(philox({ones, ones, ones, ones}, {ones, ones}) ==
        Block{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0});
  CHECK(philox({0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
               {0x452821e638d01377, 0xbe5466cf34e90c6c}) ==
        Block{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6});
}

constexpr size_t n = 2048;  // blocks

std::vector<uint64_t> some_blocks() {
  std::vector<uint64_t> blocks(n);
  for (size_t i = 0; i < n; ++i) blocks[i] = i < n / 2 ? i : philox({i, 0, 0, 0}, {7, 7})[0] >> 12;
  return blocks;
}

template <class Real>
std::vector<std::byte> bits_of(Kind kind, const std::vector<uint64_t>& blocks) {
  std::vector<Real> made(4 * n);
  fill_reals(kind, source, blocks.data(), n, {0.25, 3, 3.1}, made.data());
  std::vector<std::byte> bits(made.size() * sizeof(Real));
  std::memcpy(bits.data(), made.data(), bits.size());
  return bits;
}

void test_targets() {
  const auto blocks = some_blocks();
  std::vector<std::vector<std::byte>> first;
  for (int64_t targets = hwy::SupportedTargets(), at = 0; targets != 0; targets &= targets - 1, ++at) {
    const int64_t target = targets & -targets;
    hwy::SetSupportedTargetsForTest(target);
    const std::string name = hwy::TargetName(target);
    std::vector<uint64_t> words(4 * n);
    fill_words(source, blocks.data(), n, words.data());
    bool is_right = true;
    for (size_t i = 0; i < 4 * n; ++i) is_right = is_right && words[i] == source.block(blocks[i / 4])[i % 4];
    CHECK_MSG(is_right, "the words of " + name + " are those of one block at a time");
    std::vector<std::vector<std::byte>> all;
    for (Kind kind : {Kind::uniform, Kind::normal, Kind::exponential}) {
      all.push_back(bits_of<double>(kind, blocks));
      all.push_back(bits_of<float>(kind, blocks));
    }
    if (at == 0) first = all;
    CHECK_MSG(all == first, "the bits of " + name + " are those of the widest vectors");
    hwy::SetSupportedTargetsForTest(0);
  }
  CHECK(!first.empty());
}

// Distance from the exact value in units in the last place of the result.
double error_in_ulps(double value, long double exact) {
  if (exact == 0) return value == 0 ? 0 : HUGE_VAL;
  const double near = std::fabs(static_cast<double>(exact));
  const double ulp = std::nextafter(near, HUGE_VAL) - near;
  return static_cast<double>(std::fabs(static_cast<long double>(value) - exact) /
                             static_cast<long double>(ulp));
}

void test_accuracy() {
  double log_error = 0, log1p_error = 0, exp_error = 0, normal_error = 0;
  for (uint64_t i = 0; i < 200000; ++i) {
    const Block block = source.block(i);
    const double u = positive_unit(block[0]), v = unit(block[1]);
    const double wide = std::ldexp(u, static_cast<int>(block[2] % 600) - 300);
    log_error =
        std::fmax(log_error, error_in_ulps(ours::log(wide), std::log(static_cast<long double>(wide))));
    const double small = -std::ldexp(u, -static_cast<int>(block[2] % 60) - 1);
    log1p_error = std::fmax(log1p_error,
                            error_in_ulps(ours::log1p(small), std::log1p(static_cast<long double>(small))));
    const double x = 1400 * v - 700;
    exp_error = std::fmax(exp_error, error_in_ulps(ours::exp(x), std::exp(static_cast<long double>(x))));
    // Near its zeros a cosine is as exact as its argument.
    const long double radius = std::sqrt(-2 * std::log(static_cast<long double>(u)));
    const long double turn = 6.283185307179586476925286766559L * static_cast<long double>(v);
    const auto difference = std::fabs(static_cast<long double>(normal(u, v)) - radius * std::cos(turn));
    normal_error = std::fmax(normal_error, static_cast<double>(difference / (radius + 1)));
  }
  CHECK_MSG(log_error < 2, "log: " + std::to_string(log_error) + " ulp");
  CHECK_MSG(log1p_error < 4, "log1p: " + std::to_string(log1p_error) + " ulp");
  CHECK_MSG(exp_error < 2, "exp: " + std::to_string(exp_error) + " ulp");
  CHECK_MSG(normal_error < 5e-16, "normal: " + std::to_string(normal_error * 1e16) + "e-16");
  CHECK(ours::log(1) == 0 && ours::exp(0) == 1 && ours::exp(-1e301) == 0 && ours::log1p(0) == 0);
}

void test_densities() {
  for (double mean : {10., 33.5, 1e3, 1e6}) {
    const double spread = std::sqrt(mean);
    for (double k = std::fmax(0, std::floor(mean - 8 * spread)); k < mean + 8 * spread;
         k += std::ceil(spread / 10)) {
      const long double exact = static_cast<long double>(k) * std::log(static_cast<long double>(mean)) -
                                mean - std::lgamma(static_cast<long double>(k) + 1);
      CHECK(std::fabs(static_cast<double>(exact - log_poisson(k, mean))) < 1e-11);
    }
  }
  for (double trials : {20., 1000., 1e6})
    for (double p : {0.1, 0.5}) {
      const long double lp = std::log(static_cast<long double>(p)),
                        lq = std::log1p(-static_cast<long double>(p));
      for (double k = 0; k <= trials; k += std::ceil(trials / 50)) {
        const long double exact = std::lgamma(trials + 1.0L) - std::lgamma(k + 1.0L) -
                                  std::lgamma(trials - k + 1.0L) + k * lp + (trials - k) * lq;
        CHECK(std::fabs(static_cast<double>((exact - log_binomial(k, trials, p, 1 - p)) / (1 - exact))) <
              1e-11);
      }
    }
  // Where k log(mean) and log(k!) are near 4e16 and their difference is 18.
  CHECK(std::fabs(log_poisson(1e15, 1e15) + 0.5 * std::log(two_pi * 1e15)) < 1e-12);
}

void test_permutations() {
  for (uint64_t size :
       {uint64_t{0}, uint64_t{1}, uint64_t{2}, uint64_t{1000}, Permutation::shuffled_up_to,
        Permutation::shuffled_up_to + 1, uint64_t{100003}, uint64_t{1} << 17, (uint64_t{1} << 18) + 1}) {
    const Permutation permutation(source, size);
    std::vector<bool> seen(size);
    for (uint64_t i = 0; i < size; ++i) {
      const uint64_t to = permutation(i);
      CHECK(to < size);
      if (to < size) seen[to] = true;
    }
    bool all = true;
    for (bool one : seen) all = all && one;
    CHECK_MSG(all, "a permutation of " + std::to_string(size));
  }
  const Permutation large(source, (uint64_t{1} << 53) - 1);
  CHECK(large(0) < (uint64_t{1} << 53) - 1 && large(0) != large(1));
}

}  // namespace

int main() {
  test_known_answers();
  test_targets();
  test_accuracy();
  test_densities();
  test_permutations();
  return test::conclude();
}
