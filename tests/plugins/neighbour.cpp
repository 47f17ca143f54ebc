// SPDX-License-Identifier: Apache-2.0
extern "C" const char* portside_fixture_neighbour() {
  return "the neighbour's";
}
