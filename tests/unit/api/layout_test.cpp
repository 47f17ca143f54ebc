// SPDX-License-Identifier: Apache-2.0
#include "portside/api/layout.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "source_text.hpp"

namespace portside::testing {

/// Stands in an initialiser for a member of any type; nobody ever converts it.
struct Anything {
  template <typename T>
  operator T() const;
};

namespace {

template <std::size_t>
using AnythingAt = Anything;

template <typename T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return requires {
    T{AnythingAt<I>{}...};
  };
}

constexpr std::size_t kMaxMembers = 40;

/// How many members an aggregate has: the most initialisers that it takes.
template <typename T, std::size_t Tried = kMaxMembers>
constexpr std::size_t member_count() {
  static_assert(std::is_aggregate_v<T>);
  if constexpr (Tried == 0 || takes<T>(std::make_index_sequence<Tried>())) {
    return Tried;
  } else {
    return member_count<T, Tried - 1>();
  }
}

struct None {};
struct Three {
  std::string a;
  std::optional<std::string> b = "preset";
  std::vector<int> c;
};
static_assert(member_count<None>() == 0);
static_assert(member_count<Three>() == 3);

template <typename T>
void expect_all_members_are_listed() {
  if constexpr (std::is_aggregate_v<T>) {
    static_assert(member_count<T>() < kMaxMembers);
    EXPECT_EQ(abi::Layout<T>::kMembers, member_count<T>()) << typeid(T).name();
  }
}

template <typename... Types>
void expect_all_members_are_listed(abi::TypeList<Types...>) {
  (expect_all_members_are_listed<Types>(), ...);
}

TEST(Layout, ListsAllMembersOfEveryBoundaryStruct) {
  expect_all_members_are_listed(abi::BoundaryTypes());
}

/// The size of these members one after the other, each with its padding.
template <typename... Members>
constexpr std::size_t packed_size(std::size_t size) {
  ((size = (size + alignof(Members) - 1) / alignof(Members) * alignof(Members) + sizeof(Members)),
   ...);
  return size;
}

TEST(Layout, ListsAllMembersOfAdapterError) {
  static_assert(!std::is_aggregate_v<AdapterError>);
  EXPECT_EQ(abi::Layout<AdapterError>::kMembers, 5U);
  EXPECT_EQ((packed_size<std::string, std::string, ErrorCode, bool, std::optional<Millis>>(
                sizeof(std::exception))),
            sizeof(AdapterError));
}

/// `kMembers` and the list beside it agree in layout.hpp.
TEST(Layout, CountsTheMembersThatItLists) {
  const std::string text = stripped_source(read_file(PORTSIDE_API_HEADERS "/layout.hpp"));
  const std::regex row("PORTSIDE_LAYOUT\\(([A-Za-z]+),([0-9]+),((?:M\\([a-z_]+\\))+)\\)");
  int rows = 0;
  for (std::sregex_iterator found(text.begin(), text.end(), row), end; found != end; ++found) {
    const std::string members = (*found)[3];
    EXPECT_EQ(std::to_string(std::count(members.begin(), members.end(), 'M')), (*found)[2])
        << (*found)[1];
    ++rows;
  }
  EXPECT_GE(rows, 30);
}

/// Headers whose structs are not arguments of the interfaces: the note and descriptor are compared
/// by other means.
bool is_machinery(const std::string& header) {
  return header == "plugin.hpp" || header == "plugin_note.hpp" || header == "layout.hpp";
}

TEST(Layout, ListsEveryStructOfTheBoundary) {
  const std::string layout = stripped_source(read_file(PORTSIDE_API_HEADERS "/layout.hpp"));
  const std::string list = layout.substr(layout.find("usingBoundaryTypes="));
  const std::regex definition("\nstruct ([A-Za-z]+) ");
  int structs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PORTSIDE_API_HEADERS)) {
    if (is_machinery(entry.path().filename().string())) continue;
    const std::string text = read_file(entry.path().string());
    for (std::sregex_iterator found(text.begin(), text.end(), definition), end; found != end;
         ++found) {
      const std::string name = (*found)[1];
      EXPECT_THAT(layout, ::testing::HasSubstr("PORTSIDE_LAYOUT(" + name + ",")) << entry.path();
      EXPECT_TRUE(std::regex_search(list, std::regex("[<,]" + name + "[,>]"))) << entry.path();
      ++structs;
    }
  }
  EXPECT_GE(structs, 29);
}

struct AsDesigned {
  std::string name;
  std::string version;
};
struct Swapped {
  std::string version;
  std::string name;
};

template <typename Type>
std::uint64_t hash_of_two() {
  abi::LayoutHash hash;
  hash.type<Type>("Type");
  hash.member("name", offsetof(Type, name), sizeof(Type::name));
  hash.member("version", offsetof(Type, version), sizeof(Type::version));
  return hash.value();
}

TEST(Layout, NoticesTwoMembersOfOneTypeThatChangedPlaces) {
  static_assert(sizeof(AsDesigned) == sizeof(Swapped));
  EXPECT_NE(hash_of_two<AsDesigned>(), hash_of_two<Swapped>());
}

TEST(Layout, NoticesNamesSizesAndOrder) {
  const auto hash = [](const char* name, std::size_t offset, std::size_t size) {
    return abi::LayoutHash().member(name, offset, size).value();
  };
  EXPECT_EQ(hash("a", 0, 8), hash("a", 0, 8));
  EXPECT_NE(hash("a", 0, 8), hash("b", 0, 8));
  EXPECT_NE(hash("a", 0, 8), hash("a", 8, 8));
  EXPECT_NE(hash("a", 0, 8), hash("a", 0, 4));
  EXPECT_NE(abi::LayoutHash().type<int>("a").type<long>("b").value(),
            abi::LayoutHash().type<long>("b").type<int>("a").value());
}

TEST(Layout, FingerprintIsAConstant) {
  constexpr std::uint64_t kFingerprint = abi::layout_fingerprint();
  EXPECT_NE(kFingerprint, 0U);
  EXPECT_NE(kFingerprint, abi::LayoutHash().value());
}

}  // namespace
}  // namespace portside::testing
