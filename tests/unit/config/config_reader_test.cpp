// SPDX-License-Identifier: Apache-2.0
#include "config/config_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "parse.hpp"

namespace portside::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(ConfigReader, ReportsTenMistakesAtOnce) {
  EXPECT_THAT(
      yaml_mistakes(R"(plugin: {}
plugins:
  dirs: [/good, relative]
  files:
    Bad_Name: /x.so
    good: 17
  probe: sometimes
trust:
  mode: [strict]
  anchor: [/x]
scanner: clair@
adapters:
  UPPER: {}
  clair: text
)"),
      ElementsAre(
          "f:1: plugin: found an unknown key; did you mean plugins?",
          "f:3: plugins.dirs[1]: found the text \"relative\"; expected an absolute path (it begins "
          "with /)",
          HasSubstr("f:5: plugins.files.Bad_Name: found the name \"Bad_Name\"; expected a plugin"),
          "f:6: plugins.files.good: found the number 17; expected an absolute path (it begins with "
          "/)",
          "f:7: plugins.probe: found the text \"sometimes\"; expected first-use or off",
          "f:9: trust.mode: found a list; expected strict, warn or off",
          "f:10: trust.anchor: found an unknown key; did you mean anchors?",
          HasSubstr("f:11: scanner: found the text \"clair@\"; expected an adapter id"),
          HasSubstr("f:13: adapters.UPPER: found the id \"UPPER\"; expected an adapter id"),
          "f:14: adapters.clair: found a text; expected a map, or nothing"));
}

TEST(ConfigReader, ReportsTheSamePlacesInJson) {
  EXPECT_THAT(json_mistakes(R"({"plugins":{"dirs":["/good","relative"],"prob":"off"},
                                "adapters":{"a/b":{}}})"),
              ElementsAre(HasSubstr("f: /plugins/dirs/1: found the text \"relative\""),
                          HasSubstr("f: /plugins/prob: found an unknown key"),
                          HasSubstr("f: /adapters/a~1b: found the id \"a/b\"")));
}

class ConfigRule : public ::testing::TestWithParam<Refused> {};

TEST_P(ConfigRule, Holds) {
  EXPECT_THAT(yaml_mistakes(GetParam().text), ElementsAre(HasSubstr(GetParam().mistake)));
}

INSTANTIATE_TEST_SUITE_P(
    ConfigReader, ConfigRule,
    ::testing::Values(
        Refused{"text", "f:1: found the text \"text\"; expected a map"},
        Refused{"[]", "f:1: found a list; expected a map"},
        Refused{"plugins: []", "f:1: plugins: found a list; expected a map"},
        Refused{"plugins: {dirs: /x}", "plugins.dirs: found the text \"/x\"; expected a list of"},
        Refused{"plugins: {dirs: [~]}",
                "plugins.dirs[0]: found nothing (null); expected an absolute"},
        Refused{"plugins: {dirs: ['']}",
                "plugins.dirs[0]: found the text \"\"; expected an absolute"},
        Refused{"plugins: {dirs: [./x]}", "plugins.dirs[0]: found the text \"./x\""},
        Refused{"plugins: {dirs: [~/x]}", "plugins.dirs[0]: found the text \"~/x\""},
        Refused{"plugins: {dirs: [[/x]]}", "plugins.dirs[0]: found a list; expected an absolute"},
        Refused{"plugins: {dirs: [\"/a\\0b\"]}",
                "\"/a\\u0000b\"; expected a path of fewer than 4096"},
        Refused{"plugins: {files: [/x.so]}", "plugins.files: found a list; expected a map"},
        Refused{"plugins: {files: {a: x.so}}", "plugins.files.a: found the text \"x.so\""},
        Refused{"plugins: {files: {a: }}", "plugins.files.a: found nothing (null)"},
        Refused{"plugins: {files: {a@b: /x.so}}", "plugins.files.a@b: found the name \"a@b\""},
        Refused{"plugins: {files: {'': /x.so}}", "plugins.files.\"\": found the name \"\""},
        Refused{"plugins: {probe: false}", "plugins.probe: found false; expected first-use or off"},
        Refused{"plugins: {probe: Off}", "plugins.probe: found the text \"Off\""},
        Refused{"trust: strict", "trust: found the text \"strict\"; expected a map"},
        Refused{"trust: {mode: none}", "trust.mode: found the text \"none\""},
        Refused{"trust: {anchors: [build]}", "trust.anchors[0]: found the text"},
        Refused{"scanner: 5", "scanner: found the number 5; expected an adapter id"},
        Refused{"scanner: ''", "scanner: found the text \"\"; expected an adapter id"},
        Refused{"scanner: {}", "scanner: found a map; expected an adapter id"},
        Refused{"scanner: [a]", "scanner: found a list; expected an adapter id"},
        Refused{"adapters: [a]", "adapters: found a list; expected a map of adapter ids"},
        Refused{"adapters: {a b: {}}", "adapters.\"a b\": found the id \"a b\""},
        Refused{"adapters: {a: []}", "adapters.a: found a list; expected a map, or nothing"},
        Refused{"adapters: {a: 5}", "adapters.a: found a number; expected a map, or nothing"},
        Refused{"adapters: {a: true}", "adapters.a: found true or false; expected a map"}));

TEST(ConfigReader, TakesPathsUpToTheSystemsLimit) {
  const std::string longest = "/" + std::string(4094, 'x');
  EXPECT_THAT(yaml_mistakes("plugins: {dirs: [" + longest + "]}"), IsEmpty());
  EXPECT_THAT(yaml_mistakes("plugins: {dirs: [" + longest + "x]}"),
              ElementsAre(HasSubstr("expected a path of fewer than 4096 bytes")));
}

TEST(ConfigReader, ShowsNothingOfAdaptersDocuments) {
  EXPECT_THAT(yaml_mistakes("adapters: {a: hunter2}"),
              ElementsAre(AllOf(HasSubstr("found a text"), Not(HasSubstr("hunter2")))));
}

TEST(ConfigReader, LeavesAdaptersKeysAlone) {
  const Config config = parse_yaml("adapters: {a: {pluginz: 1, '': [2], a.b: ~}}");
  EXPECT_EQ(config.adapters.at("a").reveal(), R"({"pluginz":1,"":[2],"a.b":null})");
}

TEST(ConfigReader, ExpectsNoDocumentForTheSelectedScanner) {
  EXPECT_EQ(parse_yaml("scanner: clair").scanner, "clair");
}

TEST(ConfigReader, NamesNoKeyThatIsNotNear) {
  EXPECT_THAT(yaml_mistakes("database: x"),
              ElementsAre("f:1: database: found an unknown key; expected plugins, trust, log, "
                          "http, registry, scanner, adapters or processors"));
}

TEST(ConfigReader, SaysTheSameEveryTime) {
  const std::string text = "x: 1\ny: 2\nplugins: {dirs: [a, b], files: {Z: 1, A: 2}}\nx: 3\n";
  const auto first = yaml_mistakes(text);
  EXPECT_GT(first.size(), 6U);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(yaml_mistakes(text), first);
}

}  // namespace
}  // namespace portside::testing
