// The groups of protocol_test, one per file.
#pragma once

namespace test {

void ownership();
void views();
void building();
void dimensions();
void dimension_maps();
void validation();
void dlpack();

}  // namespace test
