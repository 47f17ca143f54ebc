// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "fake_request.hpp"

namespace portside::testing {

/// A source package of one layer.
struct FakeFeature2 {
  std::string name;
  std::string version;
};

/// What lies where the path of a layer leads.
struct FakeBlob2 {
  /// "": the layer says of no system that Clair knows.
  std::string namespace_name = {};
  /// Nothing: the layer has no package database, and its parent's holds.
  std::optional<std::vector<FakeFeature2>> features = {};
  /// With another status Clair cannot read it and says `message`.
  std::int32_t status = 201;
  std::string message = {};
};

struct FakeVulnerability2 {
  std::string id;
  std::string namespace_name;
  /// Which package has it, in every version but this one; "" = in every version.
  std::string feature;
  std::string fixed_in = {};
  std::string severity = "Medium";
  std::string description = "d";
};

/// Clair 2.1.8 as far as an adapter talks with it, in memory: what it checks, keeps, forgets and
/// gets wrong. Thread-safe.
class FakeClair2 {
 public:
  explicit FakeClair2(unsigned seed = 1) : random_(seed) {}

  /// What Clair finds under `.../blobs/DIGEST`; other digests are not found there.
  void put_blob(const std::string& digest, FakeBlob2 blob);
  /// The registry asks for this Authorization from now on.
  void set_authorization(std::string value);
  void put_vulnerability(FakeVulnerability2 vulnerability);
  /// Of a change from one to the other; either may be absent.
  void put_notification(const std::string& name, std::optional<FakeVulnerability2> old_one,
                        std::optional<FakeVulnerability2> new_one);

  void set_database_down(bool is_down);
  /// So many POSTs are answered 503, and the work goes on behind it.
  void time_out_posts(int count);
  /// Forgets a layer and all that stand on it, as when somebody else deletes them.
  void forget(const std::string& layer_name);

  /// Names of the layers that were downloaded, in order.
  std::vector<std::string> downloads() const;
  std::vector<std::string> layer_names() const;
  bool is_deleted(const std::string& notification) const;
  /// How often each request came: `POST /v1/layers`; names are `*`.
  std::map<std::string, int> calls() const;

  HttpResponse handle(const HttpRequest& request);

 private:
  struct Layer {
    std::string parent;
    std::string namespace_name;
    struct Feature {
      FakeFeature2 feature;
      std::string added_by;
    };
    std::vector<Feature> features;
    int number = 0;
  };
  struct Notification {
    std::optional<FakeVulnerability2> old_one;
    std::optional<FakeVulnerability2> new_one;
    bool is_deleted = false;
  };

  HttpResponse route(const HttpRequest& request, const FakeTarget& target);
  HttpResponse post_layer(const HttpRequest& request);
  HttpResponse index(const nlohmann::json& layer);
  HttpResponse get_layer(const std::string& name, const FakeTarget& target);
  HttpResponse delete_layer(const std::string& name);
  HttpResponse get_namespaces() const;
  HttpResponse get_vulnerabilities(const std::string& name, const FakeTarget& target) const;
  HttpResponse get_notification(const std::string& name, const FakeTarget& target) const;
  HttpResponse delete_notification(const std::string& name);
  void forget_locked(const std::string& layer_name);
  std::vector<std::pair<int, std::string>> introducing(const FakeVulnerability2& one) const;

  mutable std::mutex mutex_;
  std::mt19937 random_;
  std::map<std::string, FakeBlob2> blobs_;
  std::string authorization_;
  std::map<std::string, Layer> layers_;
  std::vector<FakeVulnerability2> vulnerabilities_;
  std::map<std::string, Notification> notifications_;
  std::vector<std::string> downloads_;
  std::map<std::string, int> calls_;
  bool is_down_ = false;
  int timeouts_ = 0;
  int layer_count_ = 0;
};

}  // namespace portside::testing
