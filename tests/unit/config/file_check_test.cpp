// SPDX-License-Identifier: Apache-2.0
#include "config/file_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "config/document.hpp"
#include "portside/api/error.hpp"
#include "temp_folder.hpp"

namespace portside::config {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> mistakes_in(const std::string& text) {
  Document document(text, ConfigFormat::kYaml, "f", {});
  const auto schema_of = [](const std::string& id) -> std::optional<std::string> {
    if (id == "unseen") return std::nullopt;
    if (id == "plain") return "";
    if (id == "broken") return "{";
    if (id == "odd") return R"({"properties":{"ca_file":true,"cert":{"x-file":"yes"}}})";
    if (id == "none") return "true";
    if (id == "nobody") throw AdapterError(ErrorCode::kPluginNotFound, "there is no plugin");
    return R"({"properties":{"ca_file":{"x-file":true},"cert":{"type":"string"}}})";
  };
  check_files(document.tree(), schema_of, document.mistakes());
  std::vector<std::string> lines;
  for (const auto& each : document.mistakes().all()) {
    lines.push_back(document.mistakes().line_of(each));
  }
  return lines;
}

TEST(FileCheck, NamesEachFileThatIsNotThere) {
  EXPECT_THAT(
      mistakes_in("http: {ca_file: /nowhere/a.pem}\nregistry:\n  ca_file: /nowhere/b.pem\n"
                  "  client_cert: /nowhere/c.pem\n  client_key: /nowhere/d.key\n"),
      ElementsAre(
          "f:1: http.ca_file: /nowhere/a.pem: the file of certificate authorities cannot be "
          "read: No such file or directory; check its path",
          HasSubstr("f:3: registry.ca_file: /nowhere/b.pem: the file of cert"),
          "f:4: registry.client_cert: /nowhere/c.pem: the certificate cannot be read: No "
          "such file or directory; check its path",
          HasSubstr("f:5: registry.client_key: /nowhere/d.key: the key cannot be")));
}

TEST(FileCheck, NamesFilesOfDocumentsThatTheirSchemasMark) {
  EXPECT_THAT(
      mistakes_in("adapters:\n  clair:\n    ca_file: /nowhere/a.pem\n    cert: /nowhere/c.pem\n"),
      ElementsAre("f:3: adapters.clair.ca_file: /nowhere/a.pem: the file cannot be read: No such "
                  "file or directory; check its path"));
  for (const char* id : {"unseen", "plain", "broken", "odd", "none", "nobody", "UPPER"}) {
    const auto lines =
        mistakes_in("adapters: {" + std::string(id) + ": {ca_file: /nowhere, cert: /nowhere}}");
    EXPECT_THAT(lines, ::testing::Not(Contains(HasSubstr("cannot be read")))) << id;
  }
  EXPECT_THAT(mistakes_in("adapters: {clair: {ca_file: x}, clair@b: {ca_file: 5}, clair@c: }"),
              IsEmpty());
}

TEST(FileCheck, TakesFilesThatCanBeRead) {
  const testing::TempFolder folder;
  const std::string path = folder.write("a.pem", "-----BEGIN");
  EXPECT_THAT(mistakes_in("http: {ca_file: " + path + "}\nregistry: {client_cert: " + path +
                          ", client_key: " + path + "}"),
              IsEmpty());
  EXPECT_THAT(mistakes_in("http: ~\nregistry: {ca_file: ~}"), IsEmpty());
}

TEST(FileCheck, WhatIsNoFileWithSomethingInItIsNamed) {
  const testing::TempFolder folder;
  const std::string fifo = folder / "fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(mistakes_in("http: {ca_file: " + fifo + "}"),
              ElementsAre(HasSubstr("expected a regular file")));
  EXPECT_THAT(mistakes_in("http: {ca_file: " + folder.write("empty.pem", "") + "}"),
              ElementsAre("f:1: http.ca_file: found an empty file; expected PEM"));
}

TEST(FileCheck, WhatIsNoPathIsNotLookedAt) {
  EXPECT_THAT(mistakes_in("http: {ca_file: relative.pem}"),
              ElementsAre(HasSubstr("expected an absolute path")));
}

}  // namespace
}  // namespace portside::config
