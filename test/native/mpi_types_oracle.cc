// What MPI says of datatypes: for each line of arguments in the file argv[1], the elements that the type
// selects out of an array of 0, 1, 2, ..., in the order in which they are packed. test/protocol/interop
// compares them with ours.
//   darray SIZE NDIMS gsizes.. distribs.. dargs.. psizes.. ORDER     a line per rank
//   subarray NDIMS sizes.. subsizes.. starts.. ORDER                 a line
#include <mpi.h>

#include <functional>
#include <map>
#include <numeric>
#include <sstream>
#include <string>

#include "oracle.hpp"

namespace {

std::ofstream out;

const std::map<std::string, int> constants = {
    {"MPI_DISTRIBUTE_BLOCK", MPI_DISTRIBUTE_BLOCK},         {"MPI_DISTRIBUTE_CYCLIC", MPI_DISTRIBUTE_CYCLIC},
    {"MPI_DISTRIBUTE_NONE", MPI_DISTRIBUTE_NONE},           {"MPI_ORDER_C", MPI_ORDER_C},
    {"MPI_DISTRIBUTE_DFLT_DARG", MPI_DISTRIBUTE_DFLT_DARG}, {"MPI_ORDER_FORTRAN", MPI_ORDER_FORTRAN},
};

int read_int(std::istream& line) {
  std::string word;
  line >> word;
  const auto constant = constants.find(word);
  return constant != constants.end() ? constant->second : std::stoi(word);
}

std::vector<int> read_ints(std::istream& line, int count) {
  std::vector<int> values(static_cast<std::size_t>(count));
  for (int& value : values) value = read_int(line);
  return values;
}

// Ends the job when MPI refuses: MPI_ERRORS_ARE_FATAL is the default.
void write_elements(MPI_Datatype type, const std::vector<int>& extents) {
  MPI_Type_commit(&type);
  const int size = std::accumulate(extents.begin(), extents.end(), 1, std::multiplies<int>());
  std::vector<int> whole(static_cast<std::size_t>(size));
  std::iota(whole.begin(), whole.end(), 0);
  int bytes = 0;
  MPI_Type_size(type, &bytes);
  std::vector<int> packed(static_cast<std::size_t>(bytes) / sizeof(int));
  int position = 0;
  if (bytes > 0) MPI_Pack(whole.data(), 1, type, packed.data(), bytes, &position, MPI_COMM_SELF);
  test::write_line(out, std::vector<long long>(packed.begin(), packed.end()));
  MPI_Type_free(&type);
}

void darray(std::istream& line) {
  const int size = read_int(line), ndims = read_int(line);
  const auto gsizes = read_ints(line, ndims), distribs = read_ints(line, ndims),
             dargs = read_ints(line, ndims), psizes = read_ints(line, ndims);
  const int order = read_int(line);
  for (int rank = 0; rank < size; ++rank) {
    MPI_Datatype type = MPI_DATATYPE_NULL;
    MPI_Type_create_darray(size, rank, ndims, gsizes.data(), distribs.data(), dargs.data(), psizes.data(),
                           order, MPI_INT, &type);
    write_elements(type, gsizes);
  }
}

void subarray(std::istream& line) {
  const int ndims = read_int(line);
  const auto sizes = read_ints(line, ndims), subsizes = read_ints(line, ndims),
             starts = read_ints(line, ndims);
  const int order = read_int(line);
  MPI_Datatype type = MPI_DATATYPE_NULL;
  MPI_Type_create_subarray(ndims, sizes.data(), subsizes.data(), starts.data(), order, MPI_INT, &type);
  write_elements(type, sizes);
}

}  // namespace

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  if (argc != 3) MPI_Abort(MPI_COMM_WORLD, 2);
  std::ifstream file(argv[1]);
  out.open(argv[2]);
  for (std::string text; std::getline(file, text);) {
    std::istringstream line(text);
    std::string kind;
    line >> kind;
    if (kind == "darray") darray(line);
    if (kind == "subarray") subarray(line);
  }
  MPI_Finalize();
}
