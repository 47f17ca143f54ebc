// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "conformance/attempt.hpp"
#include "conformance/bench.hpp"
#include "conformance/checks.hpp"

namespace portside::conformance {
namespace {

struct Text {
  std::string what;
  std::string value;
};

std::vector<Text> texts() {
  using namespace std::string_literals;
  return {{"empty", ""},
          {"in many scripts", "\u00fc\u20ac \u0646\u0635 \u6587\u5b57 \U0001f600"},
          {"of several lines", "one\r\ntwo\tthree\x7f"},
          {"with a zero byte", "one\0two"s},
          {"no UTF-8", "\xff\xfe\xc3"},
          {"like a path", "../../../../etc/passwd"},
          {"64 KiB long", std::string(std::size_t{64} * 1024, 'x')}};
}

void put(Bench& bench, const std::string& text) {
  ImageReference& image = bench.request().image;
  for (std::string* member :
       {&image.registry_url, &image.repository, &image.digest, &image.manifest_media_type,
        &image.artifact_type, &image.config_media_type, &image.platform}) {
    *member = text;
  }
  image.tags = {text};
  bench.request().wanted = {{text, {text}, {}}};
  Artifact& artifact = bench.artifact();
  for (std::string* member :
       {&artifact.type, &artifact.media_type, &artifact.manifest_media_type,
        &artifact.artifact_type, &artifact.repository_name, &artifact.digest, &artifact.icon}) {
    *member = text;
  }
  artifact.annotations = {{text, text}};
  // Found under that name, so that a plugin goes on; what the host says of names is not looked at.
  bench.registry().put_manifest(text, text, bench.manifest());
  bench.manifest() = text;
}

}  // namespace

CheckResult check_unicode_and_empty_strings(const CheckSubject& subject) {
  for (const auto& [what, value] : texts()) {
    Bench bench(subject);
    if (const Obstacle obstacle = bench.prepare()) return *obstacle;
    put(bench, value);
    for (const Outcome& outcome : bench.run()) {
      const std::string where = outcome.operation + "(), where every text is " + what + ",";
      if (const auto seen = misshapen(outcome.attempt, where)) {
        return failed(*seen, "a result, or an AdapterError with one line of text",
                      "check what comes from outside before use, and do not repeat it in messages "
                      "as it is");
      }
    }
  }
  return passed();
}

}  // namespace portside::conformance
