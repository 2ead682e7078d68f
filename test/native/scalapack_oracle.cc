// What ScaLAPACK says of block-cyclic dimensions: for each line N NB ISRC NPROCS of the file argv[1], the
// global indices (from 0) on each process, a line per process. test/protocol/interop compares them with ours.
#include <fstream>

extern "C" {
int numroc_(const int* n, const int* nb, const int* iproc, const int* isrcproc, const int* nprocs);
int indxl2g_(const int* indxloc, const int* nb, const int* iproc, const int* isrcproc, const int* nprocs);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::ifstream file(argv[1]);
  std::ofstream out(argv[2]);
  for (int n, nb, isrc, nprocs; file >> n >> nb >> isrc >> nprocs;)
    for (int iproc = 0; iproc < nprocs; ++iproc) {
      const int count = numroc_(&n, &nb, &iproc, &isrc, &nprocs);
      for (int local = 1; local <= count; ++local)
        out << (local > 1 ? " " : "") << indxl2g_(&local, &nb, &iproc, &isrc, &nprocs) - 1;
      out << "\n";
    }
}
