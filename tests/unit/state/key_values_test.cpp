// SPDX-License-Identifier: Apache-2.0
//
// What all stores have in common.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "portside/api/error.hpp"
#include "state/state_store.hpp"
#include "temp_folder.hpp"

namespace portside::state {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using std::string_literals::operator""s;

constexpr std::uint32_t kAll = std::numeric_limits<std::uint32_t>::max();

struct StoreKind {
  const char* name;
  std::function<std::unique_ptr<StateStore>(const std::string& file)> make;
};

class KeyValuesTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  portside::testing::TempFolder folder_;
  std::unique_ptr<StateStore> store_ = GetParam().make(folder_ / "state.db");
  std::shared_ptr<KeyValues> values_ = store_->open("clair");
};

INSTANTIATE_TEST_SUITE_P(
    Stores, KeyValuesTest,
    ::testing::Values(StoreKind{"Memory", [](const std::string&) { return make_memory_store(); }},
                      StoreKind{"Sqlite", make_sqlite_store}),
    [](const auto& kind) { return kind.param.name; });

ErrorCode code_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const AdapterError& error) {
    EXPECT_FALSE(error.message.empty());
    return error.code;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

TEST_P(KeyValuesTest, KeepsReplacesAndErases) {
  EXPECT_EQ(values_->get("a"), std::nullopt);
  values_->write({{"a", "1"}, {"b", "2"}});
  EXPECT_THAT(values_->get("a"), Optional("1"s));
  EXPECT_THAT(values_->get("b"), Optional("2"s));
  values_->write({{"a", "3"}, {"b", std::nullopt}, {"never", std::nullopt}});
  EXPECT_THAT(values_->get("a"), Optional("3"s));
  EXPECT_EQ(values_->get("b"), std::nullopt);
  values_->write({});
  EXPECT_THAT(values_->keys("", "", kAll), ElementsAre("a"));
}

TEST_P(KeyValuesTest, TheLastOfSeveralChangesCounts) {
  values_->write(
      {{"a", "1"}, {"b", "1"}, {"c", std::nullopt}, {"a", "2"}, {"b", std::nullopt}, {"c", "3"}});
  EXPECT_THAT(values_->get("a"), Optional("2"s));
  EXPECT_EQ(values_->get("b"), std::nullopt);
  EXPECT_THAT(values_->get("c"), Optional("3"s));
}

TEST_P(KeyValuesTest, KeysAndValuesAreAnyBytes) {
  const std::string odd = "\0\xff'\"; DROP TABLE\n\xc3"s;
  values_->write({{odd, odd}, {"empty", ""}, {"\0"s, "zero"}, {"\0\0"s, "two zeros"}});
  EXPECT_THAT(values_->get(odd), Optional(odd));
  EXPECT_THAT(values_->get("empty"), Optional(""s));
  EXPECT_THAT(values_->get("\0"s), Optional("zero"s));
  EXPECT_THAT(values_->keys("", "", kAll), ElementsAre("\0"s, "\0\0"s, odd, "empty"));
}

TEST_P(KeyValuesTest, InstancesDoNotSeeOneAnother) {
  const auto other = store_->open("clair@eu");
  values_->write({{"a", "1"}});
  other->write({{"a", "2"}, {"b", "2"}});
  EXPECT_THAT(values_->get("a"), Optional("1"s));
  EXPECT_THAT(other->get("a"), Optional("2"s));
  EXPECT_THAT(values_->keys("", "", kAll), ElementsAre("a"));
}

TEST_P(KeyValuesTest, OneInstanceOpenedTwiceSharesItsValues) {
  const auto again = store_->open("clair");
  values_->write({{"a", "1"}});
  EXPECT_THAT(again->get("a"), Optional("1"s));
}

TEST_P(KeyValuesTest, ValuesOutliveTheObjectThatWroteThem) {
  values_->write({{"a", "1"}});
  values_.reset();
  EXPECT_THAT(store_->open("clair")->get("a"), Optional("1"s));
}

TEST_P(KeyValuesTest, TakesKeysAndValuesUpToTheLimits) {
  const std::string key(512, 'k');
  const std::string value(1U << 20U, '\xff');
  values_->write({{key, value}});
  EXPECT_THAT(values_->get(key), Optional(value));
}

TEST_P(KeyValuesTest, RefusesWhatExceedsTheLimits) {
  const std::string long_key(513, 'k');
  const std::string long_value((1U << 20U) + 1, 'v');
  EXPECT_EQ(code_of([&] { values_->get(""); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { values_->get(long_key); }), ErrorCode::kTooLarge);
  EXPECT_EQ(code_of([&] { values_->write({{"", "v"}}); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { values_->write({{"", std::nullopt}}); }), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of([&] { values_->write({{long_key, "v"}}); }), ErrorCode::kTooLarge);
  EXPECT_EQ(code_of([&] { values_->write({{"k", long_value}}); }), ErrorCode::kTooLarge);
}

TEST_P(KeyValuesTest, AWriteThatThrowsChangesNothing) {
  values_->write({{"a", "1"}, {"b", "1"}});
  EXPECT_EQ(code_of([&] {
              values_->write({{"a", "2"}, {"b", std::nullopt}, {"", "x"}});
            }),
            ErrorCode::kInvalidArgument);
  EXPECT_THAT(values_->get("a"), Optional("1"s));
  EXPECT_THAT(values_->get("b"), Optional("1"s));
}

TEST_P(KeyValuesTest, KeysAreInByteOrder) {
  values_->write({{"b", ""}, {"\xff", ""}, {"a", ""}, {"ab", ""}, {"B", ""}, {"\x80", ""}});
  EXPECT_THAT(values_->keys("", "", kAll), ElementsAre("B", "a", "ab", "b", "\x80", "\xff"));
}

TEST_P(KeyValuesTest, KeysBeginWithThePrefixAndFollowTheLast) {
  values_->write({{"a", ""}, {"layer", ""}, {"layer/1", ""}, {"layer/2", ""}, {"layer0", ""}});
  const struct {
    const char* prefix;
    const char* after;
    std::uint32_t limit;
    std::vector<std::string> keys;
  } cases[] = {
      {"layer/", "", kAll, {"layer/1", "layer/2"}},
      {"layer", "", kAll, {"layer", "layer/1", "layer/2", "layer0"}},
      {"layer", "", 2, {"layer", "layer/1"}},
      {"layer", "layer/1", 2, {"layer/2", "layer0"}},
      {"layer/", "layer/1", kAll, {"layer/2"}},
      {"layer/", "layer/2", kAll, {}},
      {"layer/", "layer/15", kAll, {"layer/2"}},
      {"layer/", "z", kAll, {}},
      {"b", "a", kAll, {}},
      {"", "layer/2", kAll, {"layer0"}},
      {"", "", 0, {}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(values_->keys(test.prefix, test.after, test.limit), test.keys)
        << test.prefix << " after " << test.after << " limit " << test.limit;
  }
}

TEST_P(KeyValuesTest, PrefixesAreAnyBytes) {
  values_->write(
      {{"\xfe", ""}, {"\xff", ""}, {"\xff\xff", ""}, {"\xff\xff\x01", ""}, {"\0a"s, ""}});
  EXPECT_THAT(values_->keys("\xff", "", kAll), ElementsAre("\xff", "\xff\xff", "\xff\xff\x01"));
  EXPECT_THAT(values_->keys("\xff\xff", "", kAll), ElementsAre("\xff\xff", "\xff\xff\x01"));
  EXPECT_THAT(values_->keys("\xff", "\xff", kAll), ElementsAre("\xff\xff", "\xff\xff\x01"));
  EXPECT_THAT(values_->keys("\0"s, "", kAll), ElementsAre("\0a"s));
  EXPECT_THAT(values_->keys(std::string(600, '\xff'), "", kAll), IsEmpty());
}

TEST_P(KeyValuesTest, PagesCoverAllKeysOnce) {
  std::vector<KeyValues::Change> changes;
  std::vector<std::string> expected;
  for (int i = 100; i < 200; ++i) {
    expected.push_back("k" + std::to_string(i));
    changes.emplace_back(expected.back(), "v");
  }
  values_->write(changes);

  std::vector<std::string> seen;
  for (std::string last;;) {
    const auto page = values_->keys("k", last, 7);
    if (page.empty()) break;
    seen.insert(seen.end(), page.begin(), page.end());
    last = page.back();
  }
  EXPECT_EQ(seen, expected);
}

TEST_P(KeyValuesTest, ReadersSeeAWriteWholeOrNotAtAll) {
  constexpr int kWrites = 100;
  values_->write({{"a", "0"}, {"b", "0"}});
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 1; i <= kWrites; ++i) {
      if (i % 2 == 0) {
        values_->write({{"a", "x"}, {"b", "x"}});
      } else {
        values_->write({{"a", std::nullopt}, {"b", std::nullopt}});
      }
    }
    done = true;
  });
  while (!done) {
    const auto both = store_->open("clair")->keys("", "", kAll);
    EXPECT_TRUE(both.empty() || both.size() == 2) << both.size();
  }
  writer.join();
}

TEST_P(KeyValuesTest, ThreadsWriteWithoutLosingAnything) {
  constexpr int kThreads = 4;
  constexpr int kKeys = 25;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      const auto values = store_->open("shared");
      for (int i = 0; i < kKeys; ++i) {
        const std::string key = std::to_string(t) + '/' + std::to_string(i);
        values->write({{key, key}});
        EXPECT_THAT(values->get(key), Optional(key));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(store_->open("shared")->keys("", "", kAll).size(), std::size_t{kThreads * kKeys});
}

}  // namespace
}  // namespace portside::state
