// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "parse.hpp"

namespace portside::testing {
namespace {

constexpr std::string_view kYaml = R"(
plugins:
  dirs: [/usr/lib/portside/plugins, "/opt/more"]   # searched in this order
  files:
    acme: /opt/acme/portside-acme.so
    zeta: /opt/zeta.so
  probe: off
trust:
  mode: warn
  anchors:
    - /home/build
scanner: clair@eu
adapters:
  clair@eu:
    url: http://127.0.0.1:6060
    timeout: 5000
    ratio: 1.10
    tags: [a, 'b', ~, yes]
    big: 123456789012345678901234567890
    nested: {z: {}, a: []}
  acme:
)";

constexpr std::string_view kJson = R"({
  "plugins": {
    "dirs": ["/usr/lib/portside/plugins", "/opt/more"],
    "files": {"acme": "/opt/acme/portside-acme.so", "zeta": "/opt/zeta.so"},
    "probe": "off"
  },
  "trust": {"mode": "warn", "anchors": ["/home/build"]},
  "scanner": "clair@eu",
  "adapters": {
    "clair@eu": {
      "url": "http://127.0.0.1:6060",
      "timeout": 5000,
      "ratio": 1.10,
      "tags": ["a", "b", null, "yes"],
      "big": 123456789012345678901234567890,
      "nested": {"z": {}, "a": []}
    },
    "acme": null
  }
})";

void expect_equal(const Config& a, const Config& b) {
  EXPECT_EQ(a.plugins.dirs, b.plugins.dirs);
  EXPECT_EQ(a.plugins.files, b.plugins.files);
  EXPECT_EQ(a.plugins.probe, b.plugins.probe);
  EXPECT_EQ(a.trust.mode, b.trust.mode);
  EXPECT_EQ(a.trust.anchors, b.trust.anchors);
  EXPECT_EQ(a.scanner, b.scanner);
  ASSERT_EQ(a.adapters.size(), b.adapters.size());
  for (const auto& [id, document] : a.adapters) {
    ASSERT_TRUE(b.adapters.contains(id)) << id;
    EXPECT_EQ(document.reveal(), b.adapters.at(id).reveal());
  }
}

TEST(Formats, GiveEqualConfigs) {
  const Config config = parse_yaml(kYaml);
  expect_equal(config, parse_json(kJson));
  expect_equal(config, parse_yaml(kYaml));
}

TEST(Formats, JsonIsAlsoYaml) {
  expect_equal(parse_json(kJson), parse_yaml(kJson));
}

TEST(Formats, FillEveryMember) {
  const Config config = parse_yaml(kYaml);
  EXPECT_EQ(config.plugins.dirs,
            (std::vector<std::string>{"/usr/lib/portside/plugins", "/opt/more"}));
  EXPECT_EQ(config.plugins.files,
            (std::map<std::string, std::string>{{"acme", "/opt/acme/portside-acme.so"},
                                                {"zeta", "/opt/zeta.so"}}));
  EXPECT_EQ(config.plugins.probe, ProbeMode::kOff);
  EXPECT_EQ(config.trust.mode, TrustMode::kWarn);
  EXPECT_EQ(config.trust.anchors, std::vector<std::string>{"/home/build"});
  EXPECT_EQ(config.scanner, "clair@eu");
  EXPECT_EQ(config.adapters.at("clair@eu").reveal(),
            R"({"url":"http://127.0.0.1:6060","timeout":5000,"ratio":1.10,)"
            R"("tags":["a","b",null,"yes"],"big":123456789012345678901234567890,)"
            R"("nested":{"z":{},"a":[]}})");
  EXPECT_TRUE(config.adapters.at("acme").empty());
}

}  // namespace
}  // namespace portside::testing
