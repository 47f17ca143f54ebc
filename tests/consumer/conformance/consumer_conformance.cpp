// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "portside/testing/conformance_check.hpp"

int main() {
  for (const auto& check : portside::testing::conformance_checks()) std::cout << check.id << '\n';
}
