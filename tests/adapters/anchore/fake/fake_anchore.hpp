// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "fake_anchore_data.hpp"
#include "fake_request.hpp"
#include "portside/api/notification.hpp"

namespace portside::testing {

/// Anchore as far as an adapter talks with it, in memory: the engine 1.1.0 with its API v1, or
/// Enterprise 5 with v2. What it checks, keeps and gets wrong. Thread-safe.
class FakeAnchore {
 public:
  /// `version`: 1 or 2.
  explicit FakeAnchore(int version) : version_(version) {}

  // What there is.

  /// What Anchore finds when it asks the registry; other digests are not found there.
  void put_image(const std::string& digest, FakeAnchoreImage image);
  /// From now on the registry gives this repository to this user alone.
  void guard_repository(const std::string& repository, const std::string& user,
                        const std::string& password);
  /// The feeds bring it, with their next records. Before the first one they were never synced.
  void put_vulnerability(FakeAnchoreVulnerability vulnerability);
  /// An image that somebody else gave to Anchore, which is analysed.
  void add_foreign_image(const std::string& digest);

  // What happens to it.

  /// Everybody else is answered 401 from now on.
  void set_authorization(std::string value);
  /// A proxy answers in Anchore's place from now on; 0 ends that.
  void set_proxy_page(std::int32_t status);
  /// No policy is active from now on.
  void remove_policy();
  /// Lists of vulnerabilities to describe come in pages of this many.
  void set_page_size(std::size_t size);
  /// The next image POSTs are answered with an error that names this code.
  void refuse_images(const std::string& code, int times);
  /// Analyses go on, begin, end; without it one does with every look at its image.
  void hold_analyses(bool hold);
  /// An image's record vanishes, as when somebody deletes it.
  void forget(const std::string& digest);

  // What came of it.

  /// `not_analyzed`, ..., or "" for an image that it does not have.
  std::string analysis_of(const std::string& digest) const;
  bool is_being_deleted(const std::string& digest) const;
  /// The full tags under which it has an image.
  std::vector<std::string> tags_of(const std::string& digest) const;
  /// How often an image was unpacked and looked at.
  int analyses() const;
  /// Names of the records of registries.
  std::vector<std::string> registries() const;
  /// Policy evaluations that were kept.
  int kept_evaluations() const;
  /// How often each request came: `POST /v1/images`, `GET /v1/images/*/vuln/all`,
  /// `PUT /v1/registries/*`.
  std::map<std::string, int> calls() const;

  HttpResponse handle(const HttpRequest& request);

  /// The call that Anchore makes to the webhook, with the names of its version as real ones have
  /// them: `analysis_update`, `vuln_update`, `policy_eval`, `tag_update`. `password` is that of the
  /// webhook's user.
  Notification webhook(const std::string& type, const std::string& digest,
                       const std::string& password = {}) const;

 private:
  struct Record {
    FakeAnchoreImage image;
    std::string digest;
    std::string parent;
    /// The newest last.
    std::vector<std::string> tags;
    /// `annotations` as JSON.
    std::string annotations = "{}";
    int looks_left = 0;
    bool has_begun = false;
    bool is_deleting = false;
    /// What was matched last, which is what a plain GET is answered with.
    std::vector<FakeAnchoreFinding> matched = {};
    bool is_matched = false;
  };
  struct Registry {
    std::string user;
    std::string password;
  };

  bool is_v1() const noexcept { return version_ == 1; }
  const char* name(const char* v1, const char* v2) const noexcept { return is_v1() ? v1 : v2; }
  HttpResponse error(std::int32_t status, const std::string& message, const std::string& code = {},
                     const std::string& raw = {}) const;
  HttpResponse bad_request(const std::string& detail) const;

  HttpResponse route(const HttpRequest& request, const FakeTarget& target);
  HttpResponse images(const HttpRequest& request, const FakeTarget& target);
  HttpResponse registry_records(const HttpRequest& request, const FakeTarget& target);
  HttpResponse put_registry_record(const std::string& record_name, const nlohmann::json& body,
                                   bool validate);
  HttpResponse post_image(const HttpRequest& request);
  HttpResponse ask_registry(const std::string& repository) const;
  HttpResponse get_image(Record& record);
  HttpResponse delete_image(const std::string& digest, bool force);
  HttpResponse vulnerabilities(Record& record, const FakeTarget& target);
  HttpResponse check(Record& record, const FakeTarget& target);
  HttpResponse feeds() const;
  HttpResponse descriptions(const FakeTarget& target) const;

  Record* find(const std::string& digest);
  const Record* find(const std::string& digest) const;
  static std::string status_of(const Record& record);
  void match(Record& record) const;
  nlohmann::json document_of(const Record& record) const;
  bool may_pull(const std::string& repository, const Registry& with) const;
  const Registry* registry_for(const std::string& repository) const;

  const int version_;
  mutable std::mutex mutex_;
  std::map<std::string, FakeAnchoreImage> in_registry_;
  std::map<std::string, Registry> guards_;
  std::vector<FakeAnchoreVulnerability> vulnerabilities_;
  std::map<std::string, Record> records_;
  std::map<std::string, Registry> registries_;
  std::map<std::string, int> calls_;
  std::string authorization_;
  std::int32_t proxy_status_ = 0;
  bool has_policy_ = true;
  bool holds_ = false;
  std::size_t page_size_ = 0;
  std::string refusal_;
  int refusals_ = 0;
  int analyses_ = 0;
  int kept_evaluations_ = 0;
};

}  // namespace portside::testing
