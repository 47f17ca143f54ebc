// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "cli/arguments.hpp"
#include "parsed_words.hpp"

namespace portside::cli {
namespace {

using ::testing::HasSubstr;

CheckServiceCommand check_service(std::vector<const char*> words) {
  words.insert(words.begin(), {"processor", "check"});
  return command<CheckServiceCommand>(std::move(words));
}
std::string refused_service(std::vector<const char*> words) {
  words.insert(words.begin(), {"processor", "check"});
  return refusal(std::move(words));
}

TEST(ProcessorArguments, HaveDefaults) {
  const auto command = check_service({"http://127.0.0.1:9090/api?a=b"});
  EXPECT_EQ(command.url, "http://127.0.0.1:9090/api?a=b");
  EXPECT_EQ(command.media_type, "application/vnd.oci.empty.v1+json");
  EXPECT_EQ(command.authorization_header, "Authorization");
  EXPECT_EQ(command.manifest + command.authorization_file + command.ca_file + command.only, "");
  EXPECT_EQ(command.timeout, 120);
  EXPECT_FALSE(command.json);
}

TEST(ProcessorArguments, AreRead) {
  const auto command =
      check_service({"https://rocket", "--media-type", "a/b", "--manifest", "m.json",
                     "--authorization-file", "secret", "--authorization-header", "X-Api-Key",
                     "--ca-file", "ca.pem", "--only", "^metadata", "--timeout", "3", "--json"});
  EXPECT_EQ(command.media_type, "a/b");
  EXPECT_EQ(command.manifest, here("m.json"));
  EXPECT_EQ(command.authorization_file, here("secret"));
  EXPECT_EQ(command.authorization_header, "X-Api-Key");
  EXPECT_EQ(command.ca_file, here("ca.pem"));
  EXPECT_EQ(command.only, "^metadata");
  EXPECT_EQ(command.timeout, 3);
  EXPECT_TRUE(command.json);
}

TEST(ProcessorArguments, RefuseWhatCannotBe) {
  EXPECT_THAT(refused_service({}), HasSubstr("URL"));
  EXPECT_THAT(refused_service({"rocket:9090"}), HasSubstr("expected http://HOST"));
  EXPECT_THAT(refused_service({"http://u:p@rocket"}), HasSubstr("user information"));
  EXPECT_THAT(refused_service({"http://r", "--media-type", "json"}), HasSubstr("no media type"));
  EXPECT_THAT(refused_service({"http://r", "--only", "nothing"}), HasSubstr("no check has an id"));
  EXPECT_THAT(refused_service({"http://r", "--only", "("}), HasSubstr("no regular expression"));
  EXPECT_THAT(refused_service({"http://r", "--timeout", "0"}), HasSubstr("--timeout"));
}

}  // namespace
}  // namespace portside::cli
