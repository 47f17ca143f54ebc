// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/rpm_header.hpp"

#include "error_of.hpp"
#include "rpm_fixture.hpp"

namespace portside::offline {
namespace {

using ::testing::HasSubstr;
using testing::RpmHeader;

TEST(RpmHeader, ReadsAPackage) {
  const auto package = read_rpm_header(RpmHeader()
                                           .text(1000, "openssl-libs")
                                           .text(1001, "1.1.1g")
                                           .text(1002, "15.el8_3")
                                           .number(1003, 1)
                                           .text(1011, "AlmaLinux")
                                           .text(1022, "x86_64")
                                           .text(1044, "openssl-1.1.1g-15.el8_3.src.rpm")
                                           .entry(1009, 4, std::string("\0\0\1\0", 4))
                                           .blob());
  ASSERT_TRUE(package);
  EXPECT_EQ(package->name, "openssl-libs");
  EXPECT_EQ(package->version, "1:1.1.1g-15.el8_3");
  EXPECT_EQ(package->source_name, "openssl");
  EXPECT_EQ(package->source_version, "1.1.1g-15.el8_3");
  EXPECT_EQ(package->architecture, "x86_64");
  EXPECT_EQ(package->third_party, "AlmaLinux");
  EXPECT_EQ(package->module, "");
}

TEST(RpmHeader, ReadsTheModule) {
  const auto package = read_rpm_header(RpmHeader()
                                           .text(1000, "nodejs")
                                           .text(1001, "16.1")
                                           .text(1002, "1.module")
                                           .text(5096, "nodejs:16:8060020:ad008a3a:x86_64")
                                           .blob());
  EXPECT_EQ(package->module, "nodejs:16");
}

TEST(RpmHeader, PassesOverKeys) {
  EXPECT_FALSE(read_rpm_header(testing::rpm_package("gpg-pubkey", "1", "2")));
}

TEST(RpmHeader, ASourceThatIsNoneIsThePackageItself) {
  for (const char* source : {"", "(none)", "a.src.rpm", "a-1.src.rpm", "-1-2.src.rpm"}) {
    const auto package = read_rpm_header(testing::rpm_package("a", "1", "2", source));
    EXPECT_EQ(package->source_name, "") << source;
  }
}

std::string refusal(const std::string& blob) {
  const AdapterError error = testing::error_of([&] { read_rpm_header(blob); });
  EXPECT_EQ(error.code, ErrorCode::kMalformedData);
  return error.message;
}

TEST(RpmHeader, StaysWithinItsBounds) {
  const std::string blob = testing::rpm_package("a", "1", "2");
  for (std::size_t size = 0; size < blob.size(); ++size) refusal(blob.substr(0, size));
  EXPECT_THAT(refusal(blob + "x"), HasSubstr("sizes do not add up"));
  EXPECT_THAT(refusal("\xff\xff\xff\xff\xff\xff\xff\xff"), HasSubstr("sizes do not add up"));

  std::string outside = blob;
  outside.replace(16, 4, "\x7f\xff\xff\xff");
  EXPECT_THAT(refusal(outside), HasSubstr("a text lies outside of it"));
  std::string endless = blob;
  endless.back() = 'x';
  EXPECT_THAT(refusal(endless), HasSubstr("a text has no end"));
}

TEST(RpmHeader, KnowsTheTypesOfItsFields) {
  EXPECT_THAT(refusal(RpmHeader().number(1000, 5).blob()), HasSubstr("type of something else"));
  EXPECT_THAT(refusal(RpmHeader().text(1003, "five").blob()), HasSubstr("epoch is not a number"));
  EXPECT_THAT(refusal(RpmHeader().entry(1003, 4, "abc").blob()), HasSubstr("lies outside of it"));
  EXPECT_THAT(refusal(RpmHeader().text(1000, "a").text(1001, "1").blob()),
              HasSubstr("no name, version or release"));
}

}  // namespace
}  // namespace portside::offline
