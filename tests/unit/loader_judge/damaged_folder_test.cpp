// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "damages.hpp"
#include "judge_fixtures.hpp"
#include "loader/discovery.hpp"
#include "special_files.hpp"
#include "temp_folder.hpp"

namespace portside::testing {
namespace {

namespace fs = std::filesystem;
using enum PluginReason;

struct Expected {
  PluginReason reason;
  std::string part;
};

/// Fills a folder with everything that can be wrong; returns what has to be said of each file.
std::map<std::string, Expected> fill_with_damaged_files(const TempFolder& folder) {
  std::map<std::string, Expected> expected;
  const auto expect = [&](const std::string& name, PluginReason reason, const std::string& part) {
    expected[folder / name] = {reason, part};
    return folder / name;
  };
  for (const Damage& damage : all_damages()) {
    ElfPatcher elf = good_plugin();
    damage.apply(elf);
    elf.write(expect("elf-" + damage.name + ".so", damage.reason, damage.part));
  }
  for (const auto& [name, content] :
       std::map<std::string, std::string>{{"text", "a text file\n"},
                                          {"script", "#!/bin/sh\n"},
                                          {"linker-script", "GROUP ( /lib/libc.so.6 )"},
                                          {"zeros", std::string(5000, '\0')}}) {
    expect(name + ".so", kNotElf, "not an ELF file");
    folder.write(name + ".so", content);
  }
  fs::create_directory(expect("folder.so", kNotRegularFile, "a folder"));
  make_fifo(expect("fifo.so", kNotRegularFile, "a FIFO"));
  make_socket(expect("socket.so", kNotRegularFile, "a socket"));
  fs::create_symlink("/dev/zero", expect("device.so", kNotRegularFile, "a device"));
  fs::create_symlink("nowhere.so.1", expect("dangling.so", kNotFound, "a link to nowhere.so.1"));
  fs::create_symlink("circle.so", expect("circle.so", kNotFound, "leads in a circle"));
  for (const char* name : {"plain", "object", "debug_file", "cow_strings", "debug_mode"}) {
    fs::copy_file(fixture(name), folder / (std::string("built-") + name + ".so"));
  }
  expect("built-plain.so", kNotAPlugin, "no Portside note");
  expect("built-object.so", kNotSharedObject, "an object file");
  expect("built-debug_file.so", kNotSharedObject, "a separate debug file");
  expect("built-cow_strings.so", kStdlibMismatch, "libstdc++-cow");
  expect("built-debug_mode.so", kStdlibMismatch, "libstdc++-debug");
  return expected;
}

TEST(DamagedFolder, HidesNoGoodPluginAndEachFileIsToldItsReason) {
  const TempFolder folder;
  const auto expected = fill_with_damaged_files(folder);
  ASSERT_GE(expected.size(), 40U);
  const std::string good = good_plugin().write(folder / "good.so");

  PluginOptions options;
  options.dirs = {folder.str()};
  const loader::Discovered found = loader::discover(options, trust_everybody(), plain_host());

  EXPECT_TRUE(found.unreadable_folders.empty());
  EXPECT_EQ(found.files.size(), expected.size() + 1);
  for (const auto& file : found.files) {
    if (file.path == good) {
      EXPECT_THAT(file, InfoAvailable());
      continue;
    }
    const auto row = expected.find(file.path);
    ASSERT_NE(row, expected.end()) << file.path;
    EXPECT_THAT(file, InfoRefusedFor(row->second.reason, row->second.part));
  }
}

}  // namespace
}  // namespace portside::testing
