// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fake_request.hpp"
#include "portside/api/notification.hpp"

namespace portside::testing {

struct FakePackage4 {
  std::string name;
  std::string version;
  std::string source;
};

/// What lies where the uri of a layer leads.
struct FakeBlob4 {
  std::vector<FakePackage4> packages = {};
  /// With another status the index POST fails with `message`, and the report is an IndexError.
  std::int32_t status = 201;
  std::string message = {};
};

struct FakeVulnerability4 {
  std::string name;
  /// The binary package that has it, in every version but `fixed_in`.
  std::string package;
  std::string fixed_in = {};
  std::string severity = "Medium";
  /// Of CVSS, in the enrichments; "" for none.
  std::string score = {};
};

/// Clair 4.9.0 in its combo mode as far as an adapter talks with it, in memory: indexer, matcher
/// and notifier with what they keep and get wrong. Thread-safe.
class FakeClair4 {
 public:
  /// What Clair finds under `.../blobs/DIGEST`; other digests are not found there.
  void put_blob(const std::string& digest, FakeBlob4 blob);
  /// The registry asks for this Authorization from now on.
  void set_authorization(std::string value);
  /// The matcher has data from now on; before it says 202.
  void load_data();
  void put_vulnerability(FakeVulnerability4 vulnerability);
  /// Entries of a notification: manifests and reasons, of which Clair gets some wrong.
  void put_notification(const std::string& id, std::vector<std::string> manifests);
  /// The call that Clair makes to the webhook for it. Chunked, so without a Content-Length.
  static Notification webhook(const std::string& id);
  /// A tick of the notifier: calls the webhook at `endpoint` (`http://127.0.0.1:PORT`) for all that
  /// are not delivered yet. Only 200 counts, and one that is not delivered ends the tick.
  void deliver(const std::string& endpoint);

  /// Decoded; everything asks for a signed token from now on.
  void set_psk(std::string key, std::string issuer);
  /// The indexer has other scanners from now on.
  void set_state(std::string state);
  void set_database_down(bool is_down);
  /// So many POSTs are answered 429, and the connection is cut before the body's last chunk.
  void refuse_posts(int count);
  /// A manifest of which the indexing runs, or was cut off when its client went away.
  void start(const std::string& manifest);
  void forget(const std::string& manifest);

  /// Manifests that were indexed, in order; one that was known already is not.
  std::vector<std::string> indexed() const;
  bool is_delivered(const std::string& notification) const;
  bool is_deleted(const std::string& notification) const;
  /// How often each request came: `POST /indexer/api/v1/index_report`; names are `*`.
  std::map<std::string, int> calls() const;

  /// An answer that is cut_short has all of its body; over a connection the end of it is missing.
  HttpResponse handle(const HttpRequest& request);

 private:
  struct Package {
    FakePackage4 package;
    std::string layer;
  };
  struct Manifest {
    /// "" while it runs, `IndexFinished`, `IndexError`.
    std::string state;
    std::string error;
    std::map<std::string, Package> packages;
  };
  struct Entries {
    std::vector<std::string> manifests;
    bool is_deleted = false;
    bool is_delivered = false;
  };

  bool is_allowed(const HttpRequest& request) const;
  HttpResponse route(const HttpRequest& request, const FakeTarget& target);
  HttpResponse index_reports(const HttpRequest& request, const FakeTarget& target);
  HttpResponse post_index_report(const HttpRequest& request);
  std::int32_t index(const nlohmann::json& document, Manifest& manifest);
  HttpResponse get_index_report(const HttpRequest& request, const std::string& digest) const;
  nlohmann::ordered_json report_of(const std::string& digest) const;
  HttpResponse vulnerability_report(const std::string& digest) const;
  std::vector<std::string> undelivered() const;
  HttpResponse notification(const FakeTarget& target);
  HttpResponse page_of(const Entries& entries, const FakeTarget& target) const;
  std::string etag() const { return '"' + state_ + '"'; }

  mutable std::mutex mutex_;
  std::map<std::string, FakeBlob4> blobs_;
  std::string authorization_;
  std::string psk_;
  std::string issuer_;
  std::string state_ = "cb31df8269833698891b35a63251a81a";
  std::map<std::string, Manifest> manifests_;
  std::vector<FakeVulnerability4> vulnerabilities_;
  std::map<std::string, Entries> notifications_;
  std::vector<std::string> indexed_;
  std::map<std::string, int> calls_;
  bool has_data_ = false;
  bool is_down_ = false;
  int refusals_ = 0;
};

}  // namespace portside::testing
