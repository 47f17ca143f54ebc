// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "portside/api/millis.hpp"

namespace portside::clair::v2 {

/// How a post ended.
enum class PostEnd : std::uint8_t {
  kTaken,   ///< Clair has the layer
  kGoesOn,  ///< no answer in time, but Clair is still at it
  kFailed,
};

/// Keeps scans that share a base from posting it at the same time: Clair has no lock, and would
/// fetch and unpack it once for each of them. The first one posts, the others wait until Clair has
/// it, and then all post at once, which is cheap. A layer whose post failed nobody waits for: each
/// scan has to meet the failure itself, for to wait counts as a success with the host, and two
/// scans that wait for each other in turn would never come to their last attempt. [any]
class PostsUnderWay {
 public:
  /// While it lives nobody begins to post the layer.
  class Deletion {
   public:
    Deletion(PostsUnderWay& posts, const std::string& name);
    ~Deletion();
    Deletion(const Deletion&) = delete;
    Deletion& operator=(const Deletion&) = delete;

   private:
    PostsUnderWay& posts_;
    const std::string name_;
  };

  /// Whether the scan of `image` is to post the layer now; otherwise the scan of another image is
  /// at it, or it is being deleted. A post that does not come back (its scan was cancelled) is
  /// waited for two minutes, and one that failed counts as such for an hour.
  bool begin(const std::string& name, const std::string& image, Millis now);

  void end(const std::string& name, PostEnd end, Millis now);

 private:
  struct Post {
    std::string image;
    Millis began = 0;
  };

  std::mutex mutex_;
  std::unordered_map<std::string, Post> posts_;
  std::unordered_map<std::string, Millis> failed_;
  std::unordered_set<std::string> taken_;
  std::unordered_multiset<std::string> deleted_;
};

}  // namespace portside::clair::v2
