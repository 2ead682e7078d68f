#include <climits>
#include <dap/exchange.hpp>

#include "check.hpp"
#include "groups.hpp"

namespace test {
namespace {

struct Item {
  int from, to;
  int64_t number;
};

// Rank r sends (r + to) mod 3 items to rank `to`, none when that is 0.
void exchange_with_limit(int64_t limit) {
  const MPI_Comm comm = MPI_COMM_WORLD;
  const int rank = dap::comm_rank(comm), ranks = dap::comm_size(comm);
  const auto amount = [](int from, int to) { return (from + to) % 3; };
  // Interleaved on purpose: route() sorts them by destination and keeps their order.
  std::vector<Item> items;
  for (int number = 0; number < 3; ++number)
    for (int to = ranks; to-- > 0;)
      if (number < amount(rank, to)) items.push_back({rank, to, number});
  const auto routing = dap::route(ranks, items.size(), [&](size_t e) { return items[e].to; });
  std::vector<Item> send(items.size());
  for (size_t e = 0; e < items.size(); ++e) send[static_cast<size_t>(routing.slots[e])] = items[e];
  const auto received = dap::exchange(comm, send, routing.counts, limit);
  size_t at = 0;
  for (int from = 0; from < ranks; ++from) {
    CHECK(received.counts[static_cast<size_t>(from)] == amount(from, rank));
    for (int number = 0; number < amount(from, rank); ++number, ++at) {
      const Item& item = received.items.at(at);
      CHECK(item.from == from && item.to == rank && item.number == number);
    }
  }
  CHECK(at == received.items.size());
}

}  // namespace

void exchange() {
  exchange_with_limit(INT_MAX);
  exchange_with_limit(1);  // the path of counts past INT_MAX: several messages per pair of ranks
  exchange_with_limit(2);
}

}  // namespace test
