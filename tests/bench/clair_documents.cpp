// SPDX-License-Identifier: Apache-2.0
#include "clair_documents.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "document_parts.hpp"

namespace portside::bench {
namespace {

constexpr char kTracker[] = "https://security-tracker.debian.org/tracker/";
constexpr char kDebian12[] =
    R"J("did":"debian","name":"Debian GNU/Linux","version":"12 (bookworm)","version_code_name":)J"
    R"J("bookworm","version_id":"12","arch":"","cpe":"","pretty_name":"Debian 12 (bookworm)")J";
constexpr char kVector3[] = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";

/// Vulnerabilities come again in other packages: their texts do, too.
struct KnownText {
  std::string id;
  std::string description;
};

class Clair2Writer {
 public:
  explicit Clair2Writer(ByteSink& sink) : out_(sink) {
    for (std::string& layer : layers_) layer = hex(dice_, 64);
  }

  void write(std::uint64_t bytes) {
    out_.add(R"({"Layer":{"Name":")", layers_.back(),
             R"(","NamespaceName":"debian:12","ParentName":")", layers_.front(),
             R"(","IndexedByVersion":3,"Features":[)");
    for (std::uint64_t count = 0; out_.size() + 5 < bytes; ++count) feature(count);
    out_.add("]}}\n");
  }

 private:
  void feature(std::uint64_t count) {
    out_.add(count == 0 ? "" : ",", R"({"Name":")", package(dice_, count),
             R"(","NamespaceName":"debian:12","VersionFormat":"dpkg","Version":")", version(dice_),
             "\"");
    if (dice_.in_a_hundred(40)) {
      out_.add(R"(,"Vulnerabilities":[)");
      const std::uint64_t times = dice_.around(3, 0.9, 60);
      for (std::uint64_t i = 0; i < times; ++i) vulnerability(i == 0);
      out_.add("]");
    }
    out_.add(R"(,"AddedBy":")", dice_.of(layers_), R"("})");
  }

  const KnownText& text() {
    KnownText& place = known_[dice_.below(known_.size())];
    if (place.id.empty() || dice_.in_a_hundred(60)) place = {cve(count_++), description(dice_)};
    return place;
  }

  void vulnerability(bool is_first) {
    const KnownText& known = text();
    out_.add(is_first ? "" : ",", R"({"Name":")", known.id,
             R"(","NamespaceName":"debian:12","Description":")", known.description, R"(","Link":")",
             kTracker, known.id, R"(","Severity":")", dice_.of(kWordsOfSeverity),
             R"(","Metadata":{"NVD":{"CVSSv2":{"PublishedDateTime":"2018-10-29T13:29Z","Score":)",
             score(dice_),
             R"(,"Vectors":"AV:N/AC:M/Au:N/C:P/I:N/A:N"},"CVSSv3":{"ExploitabilityScore":)",
             R"(2.2,"ImpactScore":3.6,"Score":)", score(dice_), R"(,"Vectors":")", kVector3,
             R"("}}})");
    if (dice_.in_a_hundred(55)) out_.add(R"(,"FixedBy":")", version(dice_), "\"");
    out_.add("}");
  }

  Dice dice_;
  DocumentWriter out_;
  std::array<std::string, 8> layers_;
  std::array<KnownText, 400> known_;
  std::uint64_t count_ = 0;
};

class Clair4Writer {
 public:
  explicit Clair4Writer(ByteSink& sink) : out_(sink) {
    for (std::string& layer : layers_) layer = "sha256:" + hex(dice_, 64);
  }

  void write(std::uint64_t bytes) {
    constexpr std::uint64_t kBytesOfOne = 1'330;  // with its share of all else
    vulnerabilities_ = std::max<std::uint64_t>(bytes / kBytesOfOne, 4);
    packages_ = vulnerabilities_ / 3 + 4;
    out_.add(R"({"manifest_hash":"sha256:)", hex(dice_, 64), R"(","packages":{)");
    for (std::uint64_t i = 1; i <= packages_; ++i) write_package(i);
    out_.add(R"(},"distributions":{"1":{"id":"1",)", kDebian12,
             R"(}},"repository":{},"environments":{)");
    for (std::uint64_t i = 1; i <= packages_; ++i) {
      out_.add(i == 1 ? "" : ",", "\"", number(i), R"(":[{"package_db":"var/lib/dpkg/status",)",
               R"("introduced_in":")", dice_.of(layers_),
               R"(","distribution_id":"1","repository_ids":null}])");
    }
    out_.add(R"(},"vulnerabilities":{)");
    for (std::uint64_t i = 1; i <= vulnerabilities_; ++i) write_vulnerability(i);
    out_.add(R"(},"package_vulnerabilities":{)");
    write_pairs();
    out_.add(R"(},"enrichments":{"message/vnd.clair.map.vulnerability; enricher=clair.cvss )",
             R"(schema=https://csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema":[{)");
    for (std::uint64_t i = 1; i <= vulnerabilities_; i += 2) {
      out_.add(i == 1 ? "" : ",", "\"", number(i), R"(":[{"version":"3.1","vectorString":")",
               kVector3, R"(","baseScore":)", score(dice_), R"(,"baseSeverity":"HIGH"}])");
    }
    out_.add("}]}}\n");
  }

 private:
  void write_package(std::uint64_t i) {
    const std::string name = package(dice_, i);
    const std::string of_version = version(dice_);
    out_.add(i == 1 ? "" : ",", "\"", number(i), R"(":{"id":")", number(i), R"(","name":"lib)",
             name, R"(","version":")", of_version, R"(","kind":"binary","source":{"id":")",
             number(i + 1'000'000), R"(","name":")", name, R"(","version":")", of_version,
             R"(","kind":"source","normalized_version":"","cpe":""},"normalized_version":"",)",
             R"("arch":"amd64","cpe":""})");
  }

  void write_vulnerability(std::uint64_t i) {
    const std::string id = cve(i);
    const std::string_view severity = dice_.of(kWordsOfSeverity);
    out_.add(i == 1 ? "" : ",", "\"", number(i), R"(":{"id":")", number(i),
             R"(","updater":"debian/updater","name":")", id, R"(","description":")",
             description(dice_), R"(","issued":"2021-08-24T15:15:00Z","links":")", kTracker, id);
    const std::uint64_t more = dice_.below(4);
    for (std::uint64_t link = 0; link < more; ++link) {
      out_.add(" https://lists.example.org/announce/", hex(dice_, 12), "/", id);
    }
    out_.add(R"(","severity":")", severity, R"(","normalized_severity":")", severity,
             R"(","package":{"id":"","name":")", dice_.of(kSourceNames),
             R"(","version":"","kind":"source","normalized_version":"","cpe":""},"distribution":)",
             R"({"id":"",)", kDebian12, R"(},"repository":{"cpe":""},"fixed_in_version":")",
             dice_.in_a_hundred(55) ? version(dice_) : std::string(), R"("})");
  }

  /// 1.7 packages have a vulnerability; every third package has none.
  void write_pairs() {
    bool is_first = true;
    for (std::uint64_t i = 1; i <= packages_; ++i) {
      if (i % 3 == 0) continue;
      out_.add(is_first ? "" : ",", "\"", number(i), "\":[");
      is_first = false;
      const std::uint64_t begin = dice_.below(vulnerabilities_);
      const std::uint64_t count =
          std::min<std::uint64_t>(dice_.around(5, 0.8, 60), vulnerabilities_);
      for (std::uint64_t k = 0; k < count; ++k) {
        out_.add(k == 0 ? "\"" : ",\"", number(1 + (begin + k) % vulnerabilities_), "\"");
      }
      out_.add("]");
    }
  }

  Dice dice_;
  DocumentWriter out_;
  std::array<std::string, 8> layers_;
  std::uint64_t packages_ = 0;
  std::uint64_t vulnerabilities_ = 0;
};

}  // namespace

void write_clair2_layer(std::uint64_t bytes, ByteSink& sink) {
  Clair2Writer(sink).write(bytes);
}

void write_clair4_report(std::uint64_t bytes, ByteSink& sink) {
  Clair4Writer(sink).write(bytes);
}

std::string clair2_layer(std::uint64_t bytes) {
  return document_text(write_clair2_layer, bytes);
}

std::string clair4_report(std::uint64_t bytes) {
  return document_text(write_clair4_report, bytes);
}

}  // namespace portside::bench
