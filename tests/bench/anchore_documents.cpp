// SPDX-License-Identifier: Apache-2.0
#include "anchore_documents.hpp"

#include "document_parts.hpp"

namespace portside::bench {
namespace {

class AnchoreWriter {
 public:
  AnchoreWriter(int api_version, ByteSink& sink) : version_(api_version), out_(sink) {}

  void write(std::uint64_t bytes) {
    out_.add(version_ == 1 ? R"({"imageDigest")" : R"({"base_digest":"","image_digest")",
             R"(:"sha256:)", hex(dice_, 64), R"(","vulnerability_type":"all","vulnerabilities":[)");
    for (std::uint64_t count = 0; out_.size() + 5 < bytes; ++count) vulnerability(count);
    out_.add("]}\n");
  }

 private:
  /// Members in the order in which the engine writes them.
  void vulnerability(std::uint64_t count) {
    const std::string id = cve(count / 2);
    const std::string name = package(dice_, dice_.below(400));
    const std::string installed = version(dice_);
    out_.add(count == 0 ? "" : ",", R"({"vuln":")", id, R"(","severity":")",
             dice_.of(kWordsOfSeverity), R"(","url":"https://security-tracker.debian.org/tracker/)",
             id, R"(","fix":")", dice_.in_a_hundred(55) ? version(dice_) : std::string("None"),
             R"(","package":")", name, "-", installed, R"(","package_name":")", name,
             R"(","package_version":")", installed,
             R"(","package_type":"dpkg","package_cpe":"None","package_cpe23":)", R"("cpe:2.3:a:)",
             name, ":", name, ":", installed,
             R"(:*:*:*:*:*:*:*","package_path":"pkgdb","feed":"vulnerabilities",)",
             R"("feed_group":"debian:12","will_not_fix":)",
             dice_.in_a_hundred(10) ? "true" : "false", R"(,"nvd_data":[)");
    rating(id);
    out_.add(R"(],"vendor_data":[])");
    if (version_ == 2) enterprise_members(name, installed);
    out_.add("}");
  }

  void rating(const std::string& id) {
    out_.add(R"({"id":")", id, R"(","cvss_v2":{"base_score":)", score(dice_),
             R"(,"exploitability_score":10.0,"impact_score":-1.0},"cvss_v3":{"base_score":)",
             score(dice_), R"(,"exploitability_score":3.9,"impact_score":5.9})");
    if (version_ == 2) out_.add(R"(,"source":"nvd@nist.gov","type":"Primary")");
    out_.add("}");
  }

  void enterprise_members(const std::string& name, const std::string& installed) {
    out_.add(R"(,"description":")", description(dice_), R"(","purl":"pkg:deb/debian/)", name, "@",
             installed, R"(","detected_at":"2026-01-02T03:04:05Z","fix_observed_at":)",
             R"("2026-01-02T03:04:05Z","is_kev":)", dice_.in_a_hundred(1) ? "true" : "false",
             R"(,"epss":[{"epss":0.0)", number(1'000 + dice_.below(9'000)), R"(,"percentile":0.)",
             number(1'000 + dice_.below(9'000)), R"(}],"inherited_from_base":false)");
  }

  const int version_;
  Dice dice_;
  DocumentWriter out_;
};

}  // namespace

void write_anchore1_report(std::uint64_t bytes, ByteSink& sink) {
  AnchoreWriter(1, sink).write(bytes);
}

void write_anchore2_report(std::uint64_t bytes, ByteSink& sink) {
  AnchoreWriter(2, sink).write(bytes);
}

std::string anchore1_report(std::uint64_t bytes) {
  return document_text(write_anchore1_report, bytes);
}

std::string anchore2_report(std::uint64_t bytes) {
  return document_text(write_anchore2_report, bytes);
}

}  // namespace portside::bench
