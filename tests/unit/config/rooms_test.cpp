// SPDX-License-Identifier: Apache-2.0
// The rooms log, http and registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "config/config_reader.hpp"
#include "parse.hpp"

namespace portside::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;

TEST(Rooms, AreRead) {
  const Config config = parse_yaml(R"(
log: {level: debug, format: json}
http: {ca_file: /etc/ssl/company.pem, proxy: "http://u:p@proxy.example:3128", no_proxy: [.local, 10.0.0.0/8]}
registry:
  url: https://registry.example:5000
  ca_file: /r.pem
  user: portside
  password: hunter2
  token_hosts: [Auth.Example, "[::1]"]
  foreign_hosts: [store.example]
  client_cert: /c.pem
  client_key: /c.key
  min_tls: tls1.3
  addresses: {clair: http://core:8080, acme@eu: https://registry.internal.example}
)");
  EXPECT_EQ(config.log.level, LogLevel::kDebug);
  EXPECT_EQ(config.log.format, LogFormat::kJson);
  EXPECT_EQ(config.http.ca_file, "/etc/ssl/company.pem");
  EXPECT_EQ(config.http.proxy.reveal(), "http://u:p@proxy.example:3128");
  EXPECT_THAT(config.http.no_proxy, ::testing::ElementsAre(".local", "10.0.0.0/8"));
  EXPECT_EQ(config.registry.url, "https://registry.example:5000");
  EXPECT_EQ(config.registry.ca_file, "/r.pem");
  EXPECT_EQ(config.registry.user, "portside");
  EXPECT_EQ(config.registry.password.reveal(), "hunter2");
  EXPECT_THAT(config.registry.token_hosts, ElementsAre("auth.example", "[::1]"));
  EXPECT_THAT(config.registry.foreign_hosts, ElementsAre("store.example"));
  EXPECT_EQ(config.registry.client_cert, "/c.pem");
  EXPECT_EQ(config.registry.client_key, "/c.key");
  EXPECT_EQ(config.registry.min_tls, TlsVersion::kTls13);
  EXPECT_THAT(config.registry.addresses,
              ElementsAre(Pair("acme@eu", "https://registry.internal.example"),
                          Pair("clair", "http://core:8080")));
}

TEST(Rooms, HaveDefaults) {
  const Config config = parse_yaml("log: {}\nhttp: ~\nregistry: {user: ~, password: ~}");
  EXPECT_EQ(config.log.level, LogLevel::kWarning);
  EXPECT_EQ(config.log.format, LogFormat::kText);
  EXPECT_TRUE(config.http.proxy.empty());
  EXPECT_TRUE(config.registry.user.empty());
}

TEST(Rooms, TakeEveryLevel) {
  EXPECT_EQ(parse_yaml("log: {level: info}").log.level, LogLevel::kInfo);
  EXPECT_EQ(parse_yaml("log: {level: warning}").log.level, LogLevel::kWarning);
  EXPECT_EQ(parse_yaml("log: {level: error}").log.level, LogLevel::kError);
  EXPECT_EQ(parse_yaml("log: {format: text}").log.format, LogFormat::kText);
}

class RoomRule : public ::testing::TestWithParam<Refused> {};

TEST_P(RoomRule, Holds) {
  EXPECT_THAT(yaml_mistakes(GetParam().text), ElementsAre(HasSubstr(GetParam().mistake)));
}

INSTANTIATE_TEST_SUITE_P(
    Rooms, RoomRule,
    ::testing::Values(
        Refused{"log: {level: warn}", "log.level: found the text \"warn\"; expected debug, info"},
        Refused{"log: {format: JSON}",
                "log.format: found the text \"JSON\"; expected text or json"},
        Refused{"log: {file: /x}", "log.file: found an unknown key; expected level or format"},
        Refused{"http: {ca_file: x.pem}",
                "http.ca_file: found the text \"x.pem\"; expected an abs"},
        Refused{"http: {proxy: 'https://p:1'}",
                "http.proxy: found a text; expected http://HOST:PORT"},
        Refused{"http: {proxy: 'http://p'}", "http.proxy: found a text; expected http://HOST:PORT"},
        Refused{"http: {no_proxy: ['h 1']}",
                "http.no_proxy[0]: found the text \"h 1\"; expected a host, a domain"},
        Refused{"http: {no_proxy: h}",
                "http.no_proxy: found the text \"h\"; expected a list of hosts"},
        Refused{"http: {proxy: 5}", "http.proxy: found a number; expected http://HOST:PORT"},
        Refused{"registry: {url: 'https://r.example/'}",
                "registry.url: found a text; expected https"},
        Refused{"registry: {url: 'https://u@r.example'}", "without user, path and query"},
        Refused{"registry: {url: registry.example}", "registry.url: found a text; expected https"},
        Refused{"registry: {url: 'ftp://r.example'}", "registry.url: found a text; expected https"},
        Refused{"registry: {token_hosts: ['*']}", "expected one host as it stands in URLs"},
        Refused{"registry: {token_hosts: [.example]}", "expected one host as it stands in URLs"},
        Refused{"registry: {foreign_hosts: [10.0.0.0/8]}",
                "expected one host as it stands in URLs"},
        Refused{"registry: {foreign_hosts: ['h:5000']}", "expected one host as it stands in URLs"},
        Refused{"registry: {addresses: [x]}",
                "registry.addresses: found a list; expected a map of"},
        Refused{"registry: {addresses: {Clair: 'http://core'}}",
                "found \"Clair\"; expected an adapter"},
        Refused{"registry: {addresses: {clair: core}}",
                "registry.addresses.clair: found a text; expected https"},
        Refused{"registry: {min_tls: tls1.1}", "registry.min_tls: found"},
        Refused{"registry: {client_cert: /c.pem}",
                "registry.client_cert: found a certificate without its key"},
        Refused{"registry: {client_key: /c.key}",
                "registry.client_key: found a key without its certificate"},
        Refused{"registry: {user: u}", "registry.user: found a user without a password; expected"},
        Refused{"registry: {password: p}", "registry.password: found a password without a user"},
        Refused{"registry: {user: 'a:b', password: p}",
                "registry.user: found a text; expected a user"},
        Refused{"registry: {user: '', password: p}",
                "registry.user: found a text; expected a user"},
        Refused{"registry: {user: u, password: ''}", "registry.password: found an empty text"},
        Refused{"registry: {user: u, password: 12345}",
                "registry.password: found a number; expected a text of one or more characters"},
        Refused{"registry: {user: u, password: [p]}",
                "registry.password: found a list; expected"}));

TEST(Rooms, ValuesThatMayBeSecretAreNotShown) {
  for (const char* text :
       {"registry: {user: u, password: 10071984}", "registry: {user: u, password: {a: canary}}",
        "http: {proxy: 'http://u:canary@p'}", "registry: {url: 'https://u:canary@r.example'}"}) {
    EXPECT_THAT(yaml_mistakes(text),
                ElementsAre(::testing::AllOf(Not(HasSubstr("canary")), Not(HasSubstr("1984")))));
  }
}

TEST(Rooms, HalfACredentialIsNotReportedTwice) {
  EXPECT_THAT(yaml_mistakes("registry: {user: u, password: '${ENV:NOBODY}'}"),
              ElementsAre(HasSubstr("${ENV:NOBODY}")));
}

TEST(KnownKeys, AreToldWithTheDefaultsThatHold) {
  std::set<std::string> keys;
  for (const config::KeyInfo& info : config::known_keys()) {
    EXPECT_FALSE(info.description.empty()) << info.key;
    keys.insert(std::string(info.room) + "." + std::string(info.key));
    if (info.room.empty() || info.default_text.empty()) continue;
    // A default that is written means the same as one that is not.
    const std::string text = std::string(info.room) + ": {" + std::string(info.key) + ": " +
                             std::string(info.default_text) + "}";
    EXPECT_THAT(yaml_mistakes(text), IsEmpty()) << text;
    const Config written = parse_yaml(text);
    const Config config;
    EXPECT_EQ(written.log.level, config.log.level);
    EXPECT_EQ(written.log.format, config.log.format);
    EXPECT_EQ(written.trust.mode, config.trust.mode);
    EXPECT_EQ(written.plugins.probe, config.plugins.probe);
  }
  for (const char* key : {".scanner", ".adapters", ".processors", "plugins.dirs", "registry.url"}) {
    EXPECT_EQ(keys.count(key), 1U) << key;
  }
}

}  // namespace
}  // namespace portside::testing
