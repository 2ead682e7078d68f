// Tests of the C++ headers in protocol/include, without MPI and Node. Usage: protocol_test
#include "../check.hpp"
#include "groups.hpp"

int main() {
  test::ownership();
  test::views();
  test::building();
  test::dimensions();
  test::dimension_maps();
  test::validation();
  test::dlpack();
  return test::conclude();
}
