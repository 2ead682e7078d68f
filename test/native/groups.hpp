// The groups of common_test, one per file; all are collective over MPI_COMM_WORLD.
#pragma once
#include <string>

namespace test {

void agreement();
void vector_data();
void exchange();
void layout();
void matrix_market(const std::string& folder);
void assembly();

}  // namespace test
