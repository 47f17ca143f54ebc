// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/arguments.hpp"

namespace portside::cli {

/// What the program makes of the words behind its name.
inline std::variant<Command, EarlyExit> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "portside");
  return parse_arguments(static_cast<int>(words.size()), words.data());
}

template <typename Chosen>
Chosen command(std::vector<const char*> words) {
  return std::get<Chosen>(std::get<Command>(parse(std::move(words))));
}

/// What is said of words, which are expected to be a mistake in use.
inline std::string refusal(std::vector<const char*> words) {
  const auto exit = std::get<EarlyExit>(parse(std::move(words)));
  EXPECT_EQ(exit.code, ExitCode::kUsage);
  return exit.text;
}

/// The path of a file in the working folder.
inline std::string here(const char* name) {
  return (std::filesystem::current_path() / name).string();
}

}  // namespace portside::cli
