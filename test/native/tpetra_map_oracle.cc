// What Tpetra says of maps: for each line of the file argv[1], writes into the file argv[2] a line per rank:
// 1 or 0 for isOneToOne, then the global indices of the rank in local order; test/protocol/interop compares
// them with ours. Every rank reads the file, rank 0 writes.
//   uniform NUM BASE
//   replicated NUM BASE
//   counts NUM BASE count..
//   lists NUM BASE (count indices..)..
#include <Tpetra_Core.hpp>
#include <Tpetra_Map.hpp>
#include <sstream>
#include <string>

#include "oracle.hpp"

namespace {

using Map = Tpetra::Map<>;
using Global = Map::global_ordinal_type;
using Comm = Teuchos::RCP<const Teuchos::Comm<int>>;

Global read_int(std::istream& line) {
  Global value = 0;
  line >> value;
  return value;
}

// The list of this rank out of the lists of all.
std::vector<Global> own_list(std::istream& line, const Comm& comm) {
  std::vector<Global> own;
  for (int rank = 0; rank < comm->getSize(); ++rank) {
    std::vector<Global> list(static_cast<std::size_t>(read_int(line)));
    for (Global& index : list) index = read_int(line);
    if (rank == comm->getRank()) own = list;
  }
  return own;
}

Teuchos::RCP<const Map> make_map(std::istream& line, const Comm& comm) {
  std::string kind;
  line >> kind;
  const auto num = static_cast<Tpetra::global_size_t>(read_int(line));
  const Global base = read_int(line);
  if (kind == "uniform") return Teuchos::rcp(new Map(num, base, comm));
  if (kind == "replicated") return Teuchos::rcp(new Map(num, base, comm, Tpetra::LocallyReplicated));
  if (kind == "counts") {
    std::size_t own = 0;
    for (int rank = 0; rank < comm->getSize(); ++rank) {
      const auto count = static_cast<std::size_t>(read_int(line));
      if (rank == comm->getRank()) own = count;
    }
    return Teuchos::rcp(new Map(num, own, base, comm));
  }
  const std::vector<Global> list = own_list(line, comm);
  return Teuchos::rcp(
      new Map(num, list.data(), static_cast<Map::local_ordinal_type>(list.size()), base, comm));
}

}  // namespace

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  if (argc != 3) MPI_Abort(MPI_COMM_WORLD, 2);
  {
    const Tpetra::ScopeGuard scope(&argc, &argv);
    const Comm comm = Tpetra::getDefaultComm();
    std::ifstream file(argv[1]);
    std::ofstream out;
    if (comm->getRank() == 0) out.open(argv[2]);
    for (std::string text; std::getline(file, text);) {
      std::istringstream line(text);
      const auto map = make_map(line, comm);
      std::vector<long long> values = {map->isOneToOne() ? 1 : 0};
      for (const Global index : map->getNodeElementList()) values.push_back(index);
      test::write_gathered(out, MPI_COMM_WORLD, values);
    }
  }
  MPI_Finalize();
}
