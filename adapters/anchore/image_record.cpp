// SPDX-License-Identifier: Apache-2.0
#include "anchore/image_record.hpp"

#include "anchore/api.hpp"
#include "anchore/image_request.hpp"
#include "portside/api/error.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/http_answer.hpp"
#include "portside/sdk/json_call.hpp"

namespace portside::anchore {
namespace {

constexpr char kRecordName[] = "Anchore's record of the image";
constexpr std::size_t kLongestWord = 40;
/// Those of a record that are read.
constexpr std::size_t kPlaces = 11;

Analysis analysis_of(const std::string& status) {
  if (status == "analyzed") return Analysis::kAnalyzed;
  if (status == "analysis_failed") return Analysis::kFailed;
  return Analysis::kPending;
}

/// The analyzers write `Unknown` and version `0` where they recognised nothing.
std::string os_name(const std::string& distribution, const std::string& version) {
  const std::string name = sdk::lower_case(distribution);
  if (name.empty() || name == "unknown" || name == "none") return {};
  return version.empty() ? name : name + " " + version;
}

/// Fills a record from either shape: the object, or an array around it.
class RecordReader {
 public:
  ImageRecord read(const HttpResponse& answer) {
    sdk::JsonLimits limits;
    limits.text_bytes = std::size_t{64} << 10U;
    sdk::JsonStream json(
        kRecordName, sdk::JsonShapes([this](bool is_array) { return rules(is_array); }), limits);
    sdk::read_json(answer, json, {kRecordName});
    check();
    record_.analysis = analysis_of(record_.status);
    record_.os = os_name(distribution_, distribution_version_);
    return std::move(record_);
  }

 private:
  std::vector<sdk::JsonRule> rules(bool is_array) {
    std::vector<sdk::JsonRule> rules;
    rules.reserve(kPlaces);
    const std::string begin = is_array ? "/*" : "";
    if (is_array) rules.push_back({begin, [this](std::string_view) { ++elements_; }});
    const auto compare = [&](const char* place, std::string& target) {
      rules.push_back({begin + place, {}, {}, [&target](const sdk::JsonScalar& value) {
                         if (value.is_string()) target = value.text;
                       }});
    };
    const auto show = [&](const char* place, std::string& target) {
      rules.push_back({begin + place, {}, {}, [&target](const sdk::JsonScalar& value) {
                         if (value.is_string()) target = sdk::excerpt(value.text, kLongestWord);
                       }});
    };
    compare("/imageDigest", record_.digest);
    compare("/image_digest", record_.digest);
    compare((std::string("/annotations/") + kOwnerAnnotation).c_str(), record_.owner);
    show("/analysis_status", record_.status);
    show("/image_status", record_.image_status);
    const std::string detail = begin + "/analysis_status_detail";
    for (const char* const depth : {"", "/*", "/*/*"}) {
      rules.push_back(
          {detail + depth, {}, {}, [this](const sdk::JsonScalar& value) { add_detail(value); }});
    }
    show("/image_content/metadata/distro", distribution_);
    show("/image_content/metadata/distro_version", distribution_version_);
    return rules;
  }

  void add_detail(const sdk::JsonScalar& value) {
    constexpr std::size_t kMostBytes = 400;
    std::string& detail = record_.status_detail;
    if (!value.is_string() || detail.size() >= kMostBytes) return;
    if (!detail.empty()) detail += ", ";
    detail += sdk::excerpt(std::string(value.key) + ": " + std::string(value.text), 100);
  }

  void check() const {
    const bool is_one = elements_ <= 1 && is_image_digest(record_.digest);
    if (is_one && !record_.status.empty()) return;
    AdapterError error(ErrorCode::kScannerBadAnswer,
                       std::string(kRecordName) +
                           " is none: expected one image with its digest and 'analysis_status'");
    error.can_retry = true;
    throw AdapterError(error);
  }

  ImageRecord record_;
  std::string distribution_;
  std::string distribution_version_;
  int elements_ = 0;
};

}  // namespace

ImageRecord read_image_record(const HttpResponse& answer) {
  return RecordReader().read(answer);
}

}  // namespace portside::anchore
