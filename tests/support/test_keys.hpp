// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "run_program.hpp"
#include "temp_folder.hpp"

namespace portside::testing {

/// A key of its own for each test, in PEM.
struct TestKey {
  std::string private_key;
  std::string certificate;
  std::string public_key;
};

/// `kind` as `openssl req -newkey` takes it: `ec -pkeyopt ec_paramgen_curve:P-256`, `rsa:2048`.
inline TestKey make_key(const std::string& kind) {
  const TempFolder folder;
  const auto read = [&](const char* name) {
    std::ifstream file(folder / name);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto made = run_program("cd " + folder.str() + " && openssl req -x509 -newkey " + kind +
                                " -nodes -days 2 -subj /CN=test -keyout key -out cert && "
                                "openssl x509 -in cert -pubkey -noout -out public");
  if (made.code != 0) throw std::runtime_error(made.output);
  return {read("key"), read("cert"), read("public")};
}

inline TestKey make_ec_key() {
  return make_key("ec -pkeyopt ec_paramgen_curve:P-256");
}

}  // namespace portside::testing
