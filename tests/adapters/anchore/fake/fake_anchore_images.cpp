// SPDX-License-Identifier: Apache-2.0
//
// The images of a scripted Anchore: their analysis, and what it says of them.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "fake_anchore.hpp"

namespace portside::testing {
namespace {

using nlohmann::json;

HttpResponse image_answer(const json& document) {
  return fake_answer(200, document.dump(), "application/json");
}

/// As the engine reads references: what has neither port nor dot is a namespace of Docker Hub.
bool names_a_registry(const std::string& reference) {
  static const std::regex form("([A-Za-z0-9_.-]+(:[0-9]+)?)/[A-Za-z0-9@:/_.-]+");
  std::smatch match;
  return std::regex_match(reference, match, form) &&
         match[1].str().find_first_of(".:") != std::string::npos;
}

}  // namespace

const FakeAnchore::Record* FakeAnchore::find(const std::string& digest) const {
  const auto same = [&](const auto& each) {
    return each.second.digest == digest || each.second.parent == digest;
  };
  const auto found = std::find_if(records_.begin(), records_.end(), same);
  return found == records_.end() ? nullptr : &found->second;
}

FakeAnchore::Record* FakeAnchore::find(const std::string& digest) {
  return const_cast<Record*>(std::as_const(*this).find(digest));
}

std::vector<std::string> FakeAnchore::tags_of(const std::string& digest) const {
  const std::scoped_lock lock(mutex_);
  const Record* const record = find(digest);
  return record == nullptr ? std::vector<std::string>() : record->tags;
}

std::string FakeAnchore::status_of(const Record& record) {
  if (record.looks_left > 0) return record.has_begun ? "analyzing" : "not_analyzed";
  return record.image.fails ? "analysis_failed" : "analyzed";
}

HttpResponse FakeAnchore::images(const HttpRequest& request, const FakeTarget& target) {
  if (target.is("POST", 2)) return post_image(request);
  const auto& path = target.path;
  if (path.size() < 3) return bad_request("no such list is scripted");
  if (target.is("DELETE", 3)) return delete_image(path[2], target.at("force") == "true");
  Record* const record = find(path[2]);
  if (record == nullptr) return error(404, "image not found in DB");
  if (target.is("GET", 3)) return get_image(*record);
  if (target.is("GET", 5) && path[3] == "vuln") {
    if (path[4] == "all") return vulnerabilities(*record, target);
    return error(404, "content type (" + path[4] + ") not available");
  }
  if (target.is("GET", 4) && path[3] == "check") return check(*record, target);
  return bad_request("no such call is scripted");
}

HttpResponse FakeAnchore::post_image(const HttpRequest& request) {
  if (refusals_ > 0) {
    --refusals_;
    return error(400, "cannot fetch image digest/manifest from registry", refusal_);
  }
  const json body = json::parse(request.body, nullptr, false);
  const json source = body.value("source", json::object()).value("digest", json::object());
  const std::string pull_string = source.value(name("pullstring", "pull_string"), "");
  const std::string tag = source.value("tag", "");
  const std::size_t at = pull_string.find('@');
  if (at == std::string::npos) return error(400, "Must have digest-based pull string");
  if (tag.rfind(':') < tag.rfind('/')) return error(400, "Must have tag-based pull string");
  if (!names_a_registry(pull_string)) return error(400, "image is taken as docker.io's");
  const std::string repository = pull_string.substr(0, at);
  const std::string digest = pull_string.substr(at + 1);

  const HttpResponse refusal = ask_registry(repository);
  if (refusal.status != 0) return refusal;
  const auto found = in_registry_.find(digest);
  if (found == in_registry_.end()) {
    return error(400, "cannot fetch image digest/manifest from registry",
                 "REGISTRY_IMAGE_NOT_FOUND");
  }
  const std::string& child = found->second.child;
  Record& record = records_[child.empty() ? digest : child];
  if (record.digest.empty() || status_of(record) == "analysis_failed") {
    record.image = child.empty() ? found->second : in_registry_.at(child);
    record.digest = child.empty() ? digest : child;
    record.parent = digest;
    record.looks_left = record.image.looks;
    record.has_begun = false;
    ++analyses_;
  }
  std::erase(record.tags, tag);
  record.tags.push_back(tag);
  if (body.contains("annotations")) record.annotations = body["annotations"].dump();
  const json document = document_of(record);
  return image_answer(is_v1() ? json::array({document}) : document);
}

HttpResponse FakeAnchore::get_image(Record& record) {
  if (record.looks_left > 0 && !holds_) {
    --record.looks_left;
    record.has_begun = true;
  }
  const json document = document_of(record);
  return image_answer(is_v1() ? json::array({document}) : document);
}

json FakeAnchore::document_of(const Record& record) const {
  const FakeAnchoreImage& image = record.image;
  const json metadata = status_of(record) == "analyzed"
                            ? json{{"arch", "amd64"},
                                   {"distro", image.distro},
                                   {"distro_version", image.distro_version},
                                   {"image_size", 1'000},
                                   {"layer_count", 1}}
                            : json::object();
  json details = json::array();
  for (const std::string& tag : record.tags) {
    details.push_back({{name("fulltag", "full_tag"), tag},
                       {name("imageDigest", "image_digest"), record.digest},
                       {name("imageId", "image_id"), std::string(64, 'f')}});
  }
  return {{name("imageDigest", "image_digest"), record.digest},
          {name("parentDigest", "parent_digest"), record.parent},
          {name("userId", "account_name"), "admin"},
          {"analysis_status", status_of(record)},
          {"image_status", record.is_deleting ? "deleting" : "active"},
          {"annotations", json::parse(record.annotations)},
          {"image_content", {{"metadata", metadata}}},
          {"image_detail", details},
          {"created_at", "2026-11-20T10:00:00Z"}};
}

/// A refusal is answered with 200, too.
HttpResponse FakeAnchore::delete_image(const std::string& digest, bool force) {
  Record* const record = find(digest);
  json body = {{name("digest", "image_digest"), digest}, {"status", "not_found"}};
  if (record != nullptr && !force) {
    body["status"] = "delete_failed";
    body["detail"] =
        "cannot delete image that is the latest of its tag and has an active subscription";
  } else if (record != nullptr) {
    record->is_deleting = true;
    body["status"] = "deleting";
    body["detail"] = nullptr;
  }
  return image_answer(body);
}

void FakeAnchore::match(Record& record) const {
  record.is_matched = true;
  record.matched.clear();
  for (const FakeAnchoreVulnerability& one : vulnerabilities_) {
    for (const auto& package : record.image.packages) {
      if (one.package == package.name && one.fixed_in != package.version) {
        record.matched.push_back({one, package});
      }
    }
  }
}

HttpResponse FakeAnchore::vulnerabilities(Record& record, const FakeTarget& target) {
  const std::string status = status_of(record);
  if (status != "analyzed") return error(404, "image is not analyzed - analysis_status: " + status);
  if (!record.is_matched || target.at("force_refresh") == "true") match(record);
  const bool vendor_only = target.at("vendor_only") != "false";
  const bool describe = !is_v1() && target.at("include_vuln_description") == "true";
  json rows = json::array();
  for (const FakeAnchoreFinding& each : record.matched) {
    if (vendor_only && each.vulnerability.will_not_fix) continue;
    rows.push_back(testing::document_of(each, describe));
  }
  return image_answer({{name("imageDigest", "image_digest"), record.digest},
                       {"vulnerability_type", "all"},
                       {"vulnerabilities", rows}});
}

HttpResponse FakeAnchore::check(Record& record, const FakeTarget& target) {
  if (!target.has("tag")) return bad_request("Missing query parameter 'tag'");
  const std::string status = status_of(record);
  if (status != "analyzed") return error(404, "image is not analyzed - analysis_status: " + status);
  if (!has_policy_) return error(404, "user has no active policy to evaluate: admin");
  if (target.at("interactive") != "true") ++kept_evaluations_;
  if (!record.is_matched) match(record);
  FakeAnchoreEvaluation evaluation = {record.digest, target.at("tag"),
                                      target.at(name("policyId", "policy_id")),
                                      target.at("detail") == "true", record.matched};
  if (evaluation.policy.empty()) evaluation.policy = "default";
  return image_answer(is_v1() ? evaluation.v1() : evaluation.v2());
}

}  // namespace portside::testing
