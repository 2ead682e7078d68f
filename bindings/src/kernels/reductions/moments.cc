// moments: count, mean and the sum of squared distances from the mean (m2), of float64 and complex128, all or
// those where a bool is true. State: count int64, mean, m2 float64, and what the mean lacks of its exact
// value.
//
// One pass over memory. Each group of chunks is summed up about a shift, the mean of the group before; the
// group itself, then in cache, gives the first one. A group that lies far from its shift loses no digits that
// matter: that distance is in the variance of the two groups together.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/reductions/moments.cc"
#include "kernels/targets.h"
// After targets.h.
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>

#include "kernels/reductions/cascade.h"
#include "kernels/reductions/element_types.h"
#include "kernels/reductions/families.h"
#include "kernels/reductions/moments_merge.h"
#include "kernels/reductions/sum_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace distarray::kernels::HWY_NAMESPACE {
namespace {

// The sums of x - shift over the `width` interleaved series of at most a chunk, and the sum of the squares of
// all.
template <std::size_t width>
HWY_INLINE double shifted_chunk(const double* HWY_RESTRICT x, std::size_t n, const double* shift,
                                double* out) {
  constexpr std::size_t running = 16, registers = running / lanes64;
  // A complex number takes two registers of one lane.
  constexpr std::size_t shift_registers = lanes64 < width ? width / lanes64 : 1;
  const D64 d;
  HWY_ALIGN double shifts[shift_registers * lanes64];
  for (std::size_t k = 0; k < shift_registers * lanes64; ++k) shifts[k] = shift[k % width];
  V64 from[shift_registers];
  for (std::size_t r = 0; r < shift_registers; ++r) from[r] = hn::Load(d, shifts + r * lanes64);
  V64 sum[registers], square[registers];
  for (std::size_t r = 0; r < registers; ++r) sum[r] = square[r] = hn::Zero(d);
  std::size_t i = 0;
  for (; i + running <= n; i += running)
    for (std::size_t r = 0; r < registers; ++r) {
      const V64 v = hn::Sub(hn::LoadU(d, x + i + r * lanes64), from[r % shift_registers]);
      sum[r] = hn::Add(sum[r], v);
      square[r] = hn::MulAdd(v, v, square[r]);
    }
  double total;
  if (i == n) {
    halve_registers<width, registers>(sum, out);
    halve_registers<1, registers>(square, &total);
    return total;
  }
  HWY_ALIGN double sums[running];
  HWY_ALIGN double squares[running];
  for (std::size_t r = 0; r < registers; ++r) {
    hn::Store(sum[r], d, sums + r * lanes64);
    hn::Store(square[r], d, squares + r * lanes64);
  }
  for (std::size_t k = 0; i < n; ++i, ++k) {
    const double v = x[i] - shift[k % width];
    sums[k] += v;
    squares[k] += v * v;
  }
  halve<width, running>(sums);
  halve<1, running>(squares);
  for (std::size_t k = 0; k < width; ++k) out[k] = sums[k];
  return squares[0];
}

// The same of at most a group.
template <std::size_t width>
HWY_INLINE double shifted_sums(const double* HWY_RESTRICT x, std::ptrdiff_t n, const double* shift,
                               double* out) {
  if (n <= chunk_of<double>) return shifted_chunk<width>(x, static_cast<std::size_t>(n), shift, out);
  ChunkSums<width> sums;
  ChunkSums<1> squares;
  for (Chunks<double> chunk(x, n); chunk.more(); chunk.next())
    *squares.of_chunk(chunk.place()) = shifted_chunk<width>(
        chunk.data(), static_cast<std::size_t>(chunk.length()), shift, sums.of_chunk(chunk.place()));
  double total;
  sums.total(Chunks<double>::count_of(n), out);
  squares.total(Chunks<double>::count_of(n), &total);
  return total;
}

template <std::size_t width>
struct Moments {
  static constexpr std::ptrdiff_t group = group_of<double> / std::ptrdiff_t{width};  // elements

  struct State {
    std::int64_t* count;
    double *mean, *m2, *rest;
    explicit State(void* const* state)
        : count(static_cast<std::int64_t*>(state[0])),
          mean(static_cast<double*>(state[1])),
          m2(static_cast<double*>(state[2])),
          rest(static_cast<double*>(state[3])) {}
  };

  static void init(void* const* state, std::ptrdiff_t n) {
    const State s(state);
    for (std::ptrdiff_t i = 0; i < n; ++i) s.count[i] = 0, s.m2[i] = 0;
    for (std::ptrdiff_t i = 0; i < n * std::ptrdiff_t{width}; ++i) s.mean[i] = s.rest[i] = 0;
  }

  // Groups of b_count elements, m2 b_m2 and mean `b` into state i.
  static void merge_into(const State& s, std::ptrdiff_t i, std::int64_t b_count, double b_m2,
                         const LongMean* b) {
    if (b_count == 0) return;
    const auto a_count = static_cast<double>(s.count[i]), more = static_cast<double>(b_count);
    double squared = 0;
    for (std::size_t k = 0; k < width; ++k) {
      const std::size_t at = static_cast<std::size_t>(i) * width + k;
      double delta = 0;
      const LongMean mean =
          s.count[i] == 0 ? b[k] : merge_means(a_count, {s.mean[at], s.rest[at]}, more, b[k], delta);
      squared += delta * delta;
      s.mean[at] = mean.value;
      s.rest[at] = mean.rest;
    }
    s.m2[i] = merged_m2(a_count, s.m2[i], more, b_m2, squared);
    s.count[i] += b_count;
  }

  static void close(Fold& fold, void* const* state) {
    const auto total = pop_parts<merge_moments<width>>(fold);
    LongMean mean[width];
    for (std::size_t k = 0; k < width; ++k) mean[k] = long_sum(fold.base[k], total.mean[k]);
    merge_into(State(state), 0, static_cast<std::int64_t>(total.count), total.m2, mean);
  }

  static void fold_block(const double* x, std::ptrdiff_t n, Fold& fold) {
    const std::ptrdiff_t numbers = n * std::ptrdiff_t{width};
    const auto count = static_cast<double>(n);
    // A shift that comes from fewer elements may be anything in comparison with this block.
    if (fold.parts == 0 || fold.shift_count * 2 < count) {
      double sum[width];
      sum_block<width>(x, numbers, sum);
      bool finite = true;
      for (std::size_t k = 0; k < width; ++k) finite &= std::isfinite(fold.shift[k] = sum[k] / count);
      if (!finite)
        for (std::size_t k = 0; k < width; ++k) fold.shift[k] = 0;
      if (fold.parts == 0)
        for (std::size_t k = 0; k < width; ++k) fold.base[k] = fold.shift[k];
    }
    double sum[width];
    const double square = shifted_sums<width>(x, numbers, fold.shift, sum);
    Fold::Part part{count, square, {0, 0}};
    double correction = 0;
    for (std::size_t k = 0; k < width; ++k) {
      const double beside = sum[k] / count;
      correction += beside * sum[k];
      part.mean[k] = (fold.shift[k] - fold.base[k]) + beside;
      const double mean = fold.shift[k] + beside;
      if (std::isfinite(mean)) fold.shift[k] = mean;
    }
    if (std::isfinite(correction)) {
      // Not std::max, which would drop a NaN.
      part.m2 -= correction;
      if (part.m2 < 0) part.m2 = 0;
    } else if (std::isnan(correction) || std::isinf(sum[0]) || std::isinf(sum[width - 1])) {
      part.m2 = std::numeric_limits<double>::quiet_NaN();
    }
    fold.shift_count = count;
    push_part<merge_moments<width>>(fold, part);
  }

  static void fold(const void* const* inputs, std::ptrdiff_t n, void* const*, Fold& scratch) {
    const auto* x = static_cast<const double*>(inputs[0]);
    for (std::ptrdiff_t start = 0; start < n; start += group)
      fold_block(x + start * std::ptrdiff_t{width}, std::min(group, n - start), scratch);
    if (n > 0) scratch.close = close;
  }

  static void along(const void* const* inputs, std::ptrdiff_t n, void* const* state) {
    const auto* x = static_cast<const double*>(inputs[0]);
    const State s(state);
    for (std::ptrdiff_t i = 0; i < n; ++i) add_one(s, i, x + i * std::ptrdiff_t{width});
  }

  static HWY_INLINE void add_one(const State& s, std::ptrdiff_t i, const double* x) {
    const auto before = static_cast<double>(s.count[i]);
    const double share = 1 / (before + 1), weight = before * share;
    double squared = 0;
    for (std::size_t k = 0; k < width; ++k) {
      const std::size_t at = static_cast<std::size_t>(i) * width + k;
      const double delta = (x[k] - s.mean[at]) - s.rest[at];
      squared += delta * (delta * weight);  // 0 for the first one, however large
      const double step = s.rest[at] + delta * share;
      const double mean = s.mean[at] + step, part = mean - s.mean[at];
      const double rest = (s.mean[at] - (mean - part)) + (step - part);
      // An infinite mean has no rest, and stays what it is.
      const bool finite = std::isfinite(mean);
      s.mean[at] = finite ? mean : before == 0 ? x[k] : s.mean[at] + x[k];
      s.rest[at] = finite ? rest : 0;
    }
    s.m2[i] += squared;
    s.count[i] += 1;
  }

  static void combine(void* const* into, void* const* const from, std::ptrdiff_t n) {
    const State a(into), b(from);
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      LongMean mean[width];
      for (std::size_t k = 0; k < width; ++k) {
        const std::size_t at = static_cast<std::size_t>(i) * width + k;
        mean[k] = {b.mean[at], b.rest[at]};
      }
      merge_into(a, i, b.count[i], b.m2[i], mean);
    }
  }
};

// The elements whose bool is true, packed a block at a time.
template <std::size_t width>
struct MomentsWhere {
  using All = Moments<width>;
  static constexpr std::ptrdiff_t block = 512 / width;  // elements

  static void fold(const void* const* inputs, std::ptrdiff_t n, void* const*, Fold& scratch) {
    const auto* x = static_cast<const double*>(inputs[0]);
    const auto* where = static_cast<const std::uint8_t*>(inputs[1]);
    HWY_ALIGN double packed[(block + 1) * width];
    for (std::ptrdiff_t start = 0; start < n; start += block) {
      const std::ptrdiff_t end = std::min(n, start + block);
      std::size_t count = 0;
      for (std::ptrdiff_t i = start; i < end; ++i) {
        for (std::size_t k = 0; k < width; ++k)
          packed[count * width + k] = x[static_cast<std::size_t>(i) * width + k];
        count += where[i] != 0;
      }
      if (count > 0) All::fold_block(packed, static_cast<std::ptrdiff_t>(count), scratch);
    }
    if (scratch.parts > 0) scratch.close = All::close;
  }

  static void along(const void* const* inputs, std::ptrdiff_t n, void* const* state) {
    const auto* x = static_cast<const double*>(inputs[0]);
    const auto* where = static_cast<const std::uint8_t*>(inputs[1]);
    const typename All::State s(state);
    for (std::ptrdiff_t i = 0; i < n; ++i)
      if (where[i]) All::add_one(s, i, x + i * std::ptrdiff_t{width});
  }
};

template <std::size_t width>
void add_moments_of(std::vector<Reduction>& list, DType dtype) {
  using All = Moments<width>;
  using Where = MomentsWhere<width>;
  const std::vector<DType> state = {DType::int64, dtype, DType::float64, dtype};
  list.push_back({"moments", {dtype}, state, All::init, All::fold, All::along, All::combine});
  list.push_back(
      {"momentsWhere", {dtype, DType::boolean}, state, All::init, Where::fold, Where::along, All::combine});
}

void add_all_moments(std::vector<Reduction>& list) {
  add_moments_of<1>(list, DType::float64);
  add_moments_of<2>(list, DType::complex128);
}

}  // namespace
}  // namespace distarray::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace distarray::kernels {
HWY_EXPORT(add_all_moments);
void add_moments(std::vector<Reduction>& list) {
  HWY_DYNAMIC_DISPATCH(add_all_moments)(list);
}
}  // namespace distarray::kernels
#endif
