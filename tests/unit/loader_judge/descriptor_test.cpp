// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "judge_fixtures.hpp"
#include "portside/api/plugin.hpp"

namespace portside::testing {
namespace {

using loader::check_descriptor;

void* create(abi::CreateError*) noexcept {
  return nullptr;
}
void destroy(void*) noexcept {}

/// A note and a descriptor that agree; tests spoil one of them.
struct Account {
  abi::PluginNote loaded_note =
      abi::make_note(portside::plugin("acme", "1.0"),
                     abi::KindDeclaration("scanner", 1, &create, &destroy),
                     abi::KindDeclaration("later", 1, &create, &destroy))
          .body;
  abi::PluginNote read_note = loaded_note;
  abi::KindEntry entries[2] = {{"scanner", nullptr, &create, &destroy},
                               {"later", "{}", &create, &destroy}};
  abi::PluginDescriptor descriptor = {{'p', 'o', 'r', 't', 's', 'i', 'd', 'e'},
                                      sizeof(abi::PluginDescriptor),
                                      2,
                                      &loaded_note,
                                      entries};

  Account() = default;
  Account(const Account&) = delete;
};

TEST(CheckDescriptor, AcceptsOneThatAgrees) {
  const Account account;
  EXPECT_EQ(check_descriptor(account.descriptor, account.read_note), std::nullopt);
}

TEST(CheckDescriptor, AcceptsALargerOne) {
  Account account;
  account.descriptor.size += 64;
  EXPECT_EQ(check_descriptor(account.descriptor, account.read_note), std::nullopt);
}

struct Contradiction {
  const char* name;
  void (*apply)(Account&);
  const char* part;
};

class BadDescriptor : public ::testing::TestWithParam<Contradiction> {};

TEST_P(BadDescriptor, IsRefused) {
  Account account;
  GetParam().apply(account);
  EXPECT_THAT(check_descriptor(account.descriptor, account.read_note),
              RefusedFor(PluginReason::kBadDescriptor, GetParam().part));
}

INSTANTIATE_TEST_SUITE_P(
    Every, BadDescriptor,
    ::testing::ValuesIn(std::vector<Contradiction>{
        {"magic", [](Account& a) { a.descriptor.magic[7] = 'X'; }, "the word portside"},
        {"size", [](Account& a) { a.descriptor.size = 8; }, "it has 8 bytes, expected at least 32"},
        {"no_note", [](Account& a) { a.descriptor.note = nullptr; }, "points to no note"},
        {"no_kinds", [](Account& a) { a.descriptor.kinds = nullptr; }, "no kinds"},
        {"name", [](Account& a) { set_text(a.loaded_note.name, "other"); },
         "it is of other 1.0, expected acme 1.0"},
        {"version", [](Account& a) { set_text(a.loaded_note.version, "2.0"); },
         "it is of acme 2.0, expected acme 1.0"},
        {"layout", [](Account& a) { a.loaded_note.layout_low ^= 1U; },
         "differs from the one that was read"},
        {"kind_count_small", [](Account& a) { a.descriptor.kind_count = 1; },
         "it has 1 kinds, expected 2"},
        {"kind_count_large", [](Account& a) { a.descriptor.kind_count = UINT32_MAX; },
         "it has 4294967295 kinds, expected 2"},
        {"other_kind", [](Account& a) { a.entries[0].kind = "processor"; },
         "another kind, expected scanner"},
        {"longer_kind", [](Account& a) { a.entries[1].kind = "later-still"; },
         "another kind, expected later"},
        {"null_kind", [](Account& a) { a.entries[1].kind = nullptr; },
         "another kind, expected later"},
        {"no_create", [](Account& a) { a.entries[0].create = nullptr; },
         "its kind scanner has no function"},
        {"no_destroy", [](Account& a) { a.entries[1].destroy = nullptr; },
         "its kind later has no function"},
    }),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace portside::testing
