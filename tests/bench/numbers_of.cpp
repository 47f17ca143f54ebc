// SPDX-License-Identifier: Apache-2.0
#include "numbers_of.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace portside::bench {

std::vector<double> numbers_of(const std::string& command, std::size_t count) {
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error(command + " cannot be run");
  std::vector<double> numbers(count);
  const bool all = std::ranges::all_of(
      numbers, [pipe](double& number) { return std::fscanf(pipe, "%lf", &number) == 1; });
  const int status = ::pclose(pipe);
  if (!all || status != 0) {
    throw std::runtime_error(command + " printed no " + std::to_string(count) +
                             " numbers, or ended with an error (status " + std::to_string(status) +
                             ")");
  }
  return numbers;
}

}  // namespace portside::bench
