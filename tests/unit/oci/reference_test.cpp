// SPDX-License-Identifier: Apache-2.0
#include "oci/reference.hpp"

#include <gmock/gmock.h>

#include "error_of.hpp"

namespace portside::oci {
namespace {

using ::testing::HasSubstr;

const std::string kSomeDigest = "sha256:" + std::string(64, 'a');

TEST(Reference, HasParts) {
  const auto parsed = [](const std::string& text) {
    const Reference reference = parse_reference(text);
    EXPECT_EQ(reference.text(), text) << "it is printed as it was parsed";
    return reference;
  };
  EXPECT_EQ(parsed("nginx"), (Reference{"", "nginx", "", ""}));
  EXPECT_EQ(parsed("library/nginx:1.25"), (Reference{"", "library/nginx", "1.25", ""}));
  EXPECT_EQ(parsed("localhost/a:b"), (Reference{"localhost", "a", "b", ""}));
  EXPECT_EQ(parsed("r.example/a/b"), (Reference{"r.example", "a/b", "", ""}));
  EXPECT_EQ(parsed("127.0.0.1:5000/a"), (Reference{"127.0.0.1:5000", "a", "", ""}));
  EXPECT_EQ(parsed("[::1]:5000/a:t"), (Reference{"[::1]:5000", "a", "t", ""}));
  EXPECT_EQ(parsed("[fd00::1]/a"), (Reference{"[fd00::1]", "a", "", ""}));
  EXPECT_EQ(parsed("R.Example:443/a:T_1.2-x@" + kSomeDigest),
            (Reference{"R.Example:443", "a", "T_1.2-x", kSomeDigest}));
  EXPECT_EQ(parsed("a__b/c--d.e_f@" + kSomeDigest),
            (Reference{"", "a__b/c--d.e_f", "", kSomeDigest}));
  EXPECT_EQ(parse_reference("a:t@" + kSomeDigest).version(), kSomeDigest);
  EXPECT_EQ(parse_reference("a:t").version(), "t");
}

TEST(Reference, RefusesWhatNamesNothing) {
  const std::vector<std::string> wrong = {"",
                                          "/",
                                          "a/",
                                          "/a",
                                          "a//b",
                                          "A",
                                          "a/B",
                                          "a b",
                                          "a:",
                                          "a:b:c",
                                          "a:-t",
                                          "a:.t",
                                          "a@",
                                          "a@x",
                                          "a@sha256:abc",
                                          "a@" + kSomeDigest + "0",
                                          "a@sha512:" + std::string(128, 'a'),
                                          "a@sha256:" + std::string(64, 'A'),
                                          "a@" + kSomeDigest + "@" + kSomeDigest,
                                          "-a",
                                          "a-",
                                          "a.",
                                          "_a",
                                          "a___b",
                                          "a..b",
                                          "a._b",
                                          "r.example:port/a",
                                          "r.example:123456/a",
                                          "-r.example/a",
                                          "[::1/a",
                                          "[zz]/a",
                                          "a:" + std::string(129, 't'),
                                          std::string(256, 'a'),
                                          "a\n",
                                          "a%2f",
                                          std::string("a\0b", 3),
                                          "http://r.example/a",
                                          "r.example/"};
  for (const std::string& text : wrong) {
    const AdapterError error = testing::error_of([&] { parse_reference(text); });
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument) << text;
    EXPECT_THAT(error.message, HasSubstr("names no image: its ")) << text;
  }
}

}  // namespace
}  // namespace portside::oci
