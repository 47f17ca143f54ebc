// SPDX-License-Identifier: Apache-2.0
#include "numbers_of.hpp"

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace portside::bench {

std::vector<double> numbers_of(const std::string& command, std::size_t count) {
  struct Close {
    void operator()(std::FILE* pipe) const noexcept { ::pclose(pipe); }
  };
  const std::unique_ptr<std::FILE, Close> pipe(::popen(command.c_str(), "r"));
  std::vector<double> numbers(count);
  for (double& number : numbers) {
    if (!pipe || std::fscanf(pipe.get(), "%lf", &number) != 1) {
      throw std::runtime_error(command + " did not print " + std::to_string(count) + " numbers");
    }
  }
  return numbers;
}

}  // namespace portside::bench
