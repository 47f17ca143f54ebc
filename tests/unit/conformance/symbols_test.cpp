// SPDX-License-Identifier: Apache-2.0
#include "conformance/symbols.hpp"

#include <elf.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "temp_folder.hpp"

namespace portside::conformance {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

std::string plugin(const std::string& name) {
  return std::string(PORTSIDE_CONFORMANCE_PLUGINS) + "/" + name + ".so";
}

TEST(DynamicSymbols, AGoodPluginExportsOne) {
  const auto symbols = read_dynamic_symbols(plugin("conforming-scanner"));
  ASSERT_TRUE(symbols);
  EXPECT_THAT(symbols->exported, ElementsAre("portside_plugin_v1"));
  EXPECT_THAT(symbols->undefined, Contains("__cxa_throw"));
  EXPECT_EQ(symbols->constructors, 0U);
}

TEST(DynamicSymbols, WhatIsWrongIsSeen) {
  EXPECT_THAT(read_dynamic_symbols(plugin("breaks-single-export"))->exported,
              Contains("portside_fixture_extra"));
  EXPECT_THAT(read_dynamic_symbols(plugin("breaks-load-now"))->undefined,
              Contains("portside_fixture_missing_function"));
}

TEST(DynamicSymbols, ConstructorsAreCountedAndNamed) {
  const auto symbols = read_dynamic_symbols(plugin("breaks-no-static-ctors"));
  EXPECT_EQ(symbols->constructors, 2U);
  EXPECT_THAT(symbols->constructor_names,
              UnorderedElementsAre(HasSubstr("_GLOBAL__sub_I_"), "portside_fixture_constructor"));
}

TEST(DynamicSymbols, FilesWithoutSectionsGiveNothing) {
  EXPECT_FALSE(read_dynamic_symbols("/nowhere"));
  EXPECT_FALSE(read_dynamic_symbols("/"));
  const testing::TempFolder folder;
  EXPECT_FALSE(read_dynamic_symbols(folder.write("empty.so", "")));
  std::ifstream file(plugin("conforming-scanner"), std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  EXPECT_FALSE(read_dynamic_symbols(folder.write("half.so", whole.substr(0, whole.size() / 2))));
}

TEST(DynamicSymbols, DamageIsSurvived) {
  std::ifstream file(plugin("conforming-scanner"), std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  const testing::TempFolder folder;
  // The number of sections, and every byte of the section headers' beginning, to their most.
  const auto* header = reinterpret_cast<const Elf64_Ehdr*>(whole.data());
  std::vector<std::size_t> places = {offsetof(Elf64_Ehdr, e_shnum), offsetof(Elf64_Ehdr, e_shoff)};
  for (std::size_t i = 0; i < 8 * sizeof(Elf64_Shdr); i += 8) places.push_back(header->e_shoff + i);
  for (const std::size_t place : places) {
    std::string damaged = whole;
    damaged.replace(place, 2, "\xff\xff");
    read_dynamic_symbols(folder.write("damaged.so", damaged));
  }
}

}  // namespace
}  // namespace portside::conformance
