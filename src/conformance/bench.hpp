// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "conformance/operations.hpp"
#include "conformance/verdict.hpp"
#include "portside/testing/memory_registry_access.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside::conformance {

/// A workplace for one object: its host, a repository with an image, a call.
///
///   Bench bench(subject);
///   if (const Obstacle obstacle = bench.prepare()) return *obstacle;
///   for (const Outcome& outcome : bench.run()) ...
class Bench {
 public:
  explicit Bench(const CheckSubject& subject, std::string instance_id = "portside-check");
  ~Bench();
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  /// Constructs and configures the object. What keeps it from working is the result of the check:
  /// skipped, since the checks of the configuration tell it better.
  Obstacle prepare();
  /// The same without an image to work on: for objects of which nothing is asked.
  Obstacle make_object();

  /// All operations, with this bench's registry and a call of its own.
  std::vector<Outcome> run();
  /// The same with another registry or call, and with shorter pauses in scans than they ask for.
  std::vector<Outcome> run(RegistryAccess& registry, const CallContext& context,
                           Millis longest_pause = kLongestPause);

  /// Says what comes next, for the sentence about a crash.
  void stage(std::string_view what) const;

  CheckHost& host() noexcept { return host_; }
  Object& object() noexcept { return object_; }
  testing::MemoryRegistryAccess& registry() noexcept { return registry_; }
  /// A repository of the same content.
  std::unique_ptr<testing::MemoryRegistryAccess> another_registry() const;
  /// What the operations are called for; to be changed before run().
  ScanRequest& request() noexcept { return request_; }
  Artifact& artifact() noexcept { return artifact_; }
  std::string& manifest() noexcept { return manifest_; }

 private:
  static constexpr Millis kLongestPause = Millis{366} * 24 * 3'600 * 1'000;

  void fill(testing::MemoryRegistryAccess& registry) const;
  void choose_image();

  const CheckSubject subject_;
  CheckHost host_;
  testing::MemoryRegistryAccess registry_;
  ScanRequest request_;
  Artifact artifact_;
  std::string manifest_;
  std::string media_type_;
  Object object_;
};

}  // namespace portside::conformance
