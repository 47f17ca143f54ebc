// SPDX-License-Identifier: Apache-2.0
#include "anchore/registry_records.hpp"

#include <gtest/gtest.h>

namespace portside::anchore {
namespace {

constexpr char kRepository[] = "core:8443/p/r";
constexpr Millis kNow = 1'000'000;

TEST(AnchoreRegistryRecords, AreKnownUntilTheyAreForgotten) {
  RegistryRecords records;
  EXPECT_EQ(records.next(kRepository, "sha256:1", kNow), RecordTurn::kPost);
  records.learn(kRepository);
  records.learn(kRepository);
  EXPECT_EQ(records.next(kRepository, "sha256:1", kNow), RecordTurn::kPut);
  EXPECT_EQ(records.next(kRepository, "sha256:2", kNow + 100'000), RecordTurn::kPut);
  EXPECT_EQ(records.next("core:8443/p", "sha256:1", kNow), RecordTurn::kPost);
  records.forget(kRepository);
  records.forget(kRepository);
  EXPECT_EQ(records.next(kRepository, "sha256:2", kNow), RecordTurn::kPost);
}

TEST(AnchoreRegistryRecords, OnePostsAndTheOthersWait) {
  RegistryRecords records;
  EXPECT_EQ(records.next(kRepository, "sha256:1", kNow), RecordTurn::kPost);
  EXPECT_EQ(records.next(kRepository, "sha256:2", kNow), RecordTurn::kWait);
  EXPECT_EQ(records.next(kRepository, "sha256:2", kNow + 9'999), RecordTurn::kWait);
  EXPECT_EQ(records.next("core:8443/p/other", "sha256:3", kNow), RecordTurn::kPost);
  records.learn(kRepository);
  EXPECT_EQ(records.next(kRepository, "sha256:2", kNow + 9'999), RecordTurn::kPut);
}

TEST(AnchoreRegistryRecords, NobodyWaitsForHimselfOrForLong) {
  RegistryRecords records;
  EXPECT_EQ(records.next(kRepository, "sha256:1", kNow), RecordTurn::kPost);
  EXPECT_EQ(records.next(kRepository, "sha256:1", kNow + 1), RecordTurn::kPost);
  for (const char* const digest : {"sha256:2", "sha256:1", "sha256:3"}) {
    EXPECT_EQ(records.next(kRepository, digest, kNow + 10'001), RecordTurn::kPost)
        << "nothing was heard of the post: " << digest;
  }
}

TEST(AnchoreRegistryRecords, AClockThatIsPutBackHoldsNobody) {
  RegistryRecords records;
  EXPECT_EQ(records.next(kRepository, "sha256:1", kNow), RecordTurn::kPost);
  EXPECT_EQ(records.next(kRepository, "sha256:2", kNow - 1), RecordTurn::kPost);
}

TEST(AnchoreRegistryRecords, AfterARefusalEachFindsOutOnHisOwn) {
  RegistryRecords records;
  EXPECT_EQ(records.next(kRepository, "sha256:1", kNow), RecordTurn::kPost);
  records.refused(kRepository, kNow);
  EXPECT_EQ(records.next(kRepository, "sha256:2", kNow), RecordTurn::kPost);
  EXPECT_EQ(records.next(kRepository, "sha256:3", kNow), RecordTurn::kPost);
  EXPECT_EQ(records.next(kRepository, "sha256:2", kNow + 10'000), RecordTurn::kPost);
  EXPECT_EQ(records.next(kRepository, "sha256:3", kNow + 10'000), RecordTurn::kWait);
  records.learn(kRepository);
  records.refused(kRepository, kNow);
  EXPECT_EQ(records.next(kRepository, "sha256:3", kNow), RecordTurn::kPut)
      << "another scan's was taken meanwhile";
}

TEST(AnchoreRegistryRecords, AreOnlySoMany) {
  RegistryRecords records;
  for (int i = 0; i < 20'000; ++i) records.learn("core/p/" + std::to_string(i));
  EXPECT_EQ(records.next("core/p/0", "sha256:1", kNow), RecordTurn::kPut);
  records.learn("core/p/20000");
  EXPECT_EQ(records.next("core/p/20000", "sha256:1", kNow), RecordTurn::kPut);
  EXPECT_EQ(records.next("core/p/0", "sha256:1", kNow), RecordTurn::kPost);
}

}  // namespace
}  // namespace portside::anchore
